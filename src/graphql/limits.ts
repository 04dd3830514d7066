import type { ApolloServerPlugin } from '@apollo/server'
import { ApolloArmor } from '@escape.tech/graphql-armor'
import { GraphQLError, type SelectionSetNode, type ValidationRule } from 'graphql'

/** How often one selection may name the same field. Twice is already more than anybody needs. */
const MAX_REPEATS = 5

/** Limits on what a query may ask for; with this set graphql-cop finds nothing (test/graphql/graphql-cop.test.ts). */
export function queryLimits(): {
  plugins: ApolloServerPlugin[]
  validationRules: ValidationRule[]
} {
  const armor = new ApolloArmor({
    maxDepth: { n: 10 },
    costLimit: { maxCost: 8000 },
    maxAliases: { n: 5, allowList: [] },
    maxDirectives: { enabled: true, n: 5 },
    maxTokens: { n: 1000 },
    blockFieldSuggestion: { enabled: true },
  })
  const { plugins, validationRules } = armor.protect() as unknown as ReturnType<typeof queryLimits>
  return { plugins, validationRules: [...validationRules, repeatedFields] }
}

/** The cost of a query counts a field once, however often it is named; comparing the names is what costs. */
const repeatedFields: ValidationRule = (context) => ({
  SelectionSet(node) {
    if (mostRepeated(node) <= MAX_REPEATS) return
    const message = `A field is named more than ${MAX_REPEATS} times in one selection.`
    context.reportError(new GraphQLError(message, { nodes: node }))
  },
})

function mostRepeated({ selections }: SelectionSetNode): number {
  const counts = new Map<string, number>()
  for (const selection of selections) {
    if (selection.kind !== 'Field') continue
    const name = selection.alias?.value ?? selection.name.value
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return Math.max(0, ...counts.values())
}
