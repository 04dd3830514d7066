import {
  type ASTNode,
  Environment,
  ParseError,
  TypeError as TypeProblem,
} from '@marcbachmann/cel-js'
import { CHECK_NAMES, type CheckName } from '../decision/check-result'
import type { RuleFacts, RuleOutcome } from '../decision/rules'
import { AppError } from '../errors'

export const LONGEST_EXPRESSION = 500

/** So that one evaluation is over in microseconds, whatever was written. */
const LIMITS = {
  maxAstNodes: 120,
  maxDepth: 16,
  maxListElements: 60,
  maxMapEntries: 0,
  maxCallArguments: 3,
}

/** What may be called. Not `matches`: a regular expression may take for ever. */
const CALLS = new Set(['size', 'contains', 'startsWith', 'endsWith'])

/** They go through a list; one in another would multiply. */
const LOOPS = new Set(['exists', 'exists_one', 'all'])

const CHECK = { score: 'double', outcome: 'string', codes: 'list<string>' }

function environmentOf(checks: readonly CheckName[]): Environment {
  const schema = Object.fromEntries(checks.map((name) => [name, CHECK]))
  return new Environment({ limits: LIMITS })
    .registerVariable({ name: 'document', schema: { country: 'string', type: 'string' } })
    .registerVariable({ name: 'checks', schema })
    .registerVariable('codes', 'list<string>')
}

const everything = environmentOf(CHECK_NAMES)

/** Other people's sessions reject nobody (decision/policy.ts): a rule that rejects knows nothing of RISK. */
const withoutRisk = environmentOf(CHECK_NAMES.filter((name) => name !== 'RISK'))

/**
 * A rule's condition, in CEL (Common Expression Language, github.com/google/cel-spec), made ready to be evaluated.
 * @returns whether it holds; null where it cannot be told, such as beyond the end of a list
 * @throws AppError INVALID that says what is wrong and where; `field` is that of the input
 */
export function compileRule(
  { when, outcome }: { when: string; outcome: RuleOutcome },
  field: string,
): (facts: RuleFacts) => boolean | null {
  if (when.length > LONGEST_EXPRESSION)
    throw invalid(`is longer than ${LONGEST_EXPRESSION} characters`, field)
  const { ast, run } = parsed(outcome === 'REJECT' ? withoutRisk : everything, when, field)
  const calls = callsIn(ast)
  const unknown = calls.find(({ name }) => !CALLS.has(name) && !LOOPS.has(name))
  if (unknown) throw invalid(`${unknown.name} cannot be called here`, field, when, unknown.at)
  const [, second] = calls.filter(({ name }) => LOOPS.has(name))
  if (second) throw invalid('only one exists, exists_one or all', field, when, second.at)
  return (facts) => {
    try {
      return run(facts) === true
    } catch {
      return null // expected: what a rule asks for may not be there
    }
  }
}

function parsed(environment: Environment, when: string, field: string) {
  try {
    const run = environment.parse(when)
    const { valid, type, error } = run.check()
    if (!valid) throw error
    if (type !== 'bool') throw invalid(`gives ${type}, and not true or false`, field)
    return { ast: run.ast, run }
  } catch (error) {
    if (!(error instanceof ParseError || error instanceof TypeProblem)) throw error
    throw invalid(error.summary, field, when, error.range?.start)
  }
}

function invalid(what: string, field: string, when = '', at?: number): AppError {
  return new AppError('INVALID', `The expression: ${what}${place(when, at)}.`, field)
}

function place(when: string, at: number | undefined): string {
  if (at === undefined) return ''
  const before = when.slice(0, at).split('\n')
  return `, at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

type Call = { name: string; at: number }

/** Every function and method that is called, the outermost first. */
function callsIn(node: unknown): Call[] {
  if (Array.isArray(node)) return node.flatMap(callsIn)
  if (!isNode(node)) return []
  const { op, args, start } = node
  const own = op === 'call' || op === 'rcall' ? [{ name: String(args[0]), at: start }] : []
  return [...own, ...callsIn(args)]
}

type Node = Pick<ASTNode, 'op'> & { args: unknown[]; start: number }

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node
}
