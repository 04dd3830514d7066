// The GraphQL documents of our pages: web/<page>/**/*.graphql. For each page its types and the hashes it sends are written
// to web/<page>/generated/graphql.ts (ignored by git); their texts go into trusted-documents.json by hash.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codegen } from '@graphql-codegen/core'
import * as operationTypes from '@graphql-codegen/typescript-operations'
import { parse, print, visit } from 'graphql'

const root = fileURLToPath(new URL('..', import.meta.url))
export const PAGES = ['console', 'capture']

export const hashOf = (document) => createHash('sha256').update(document).digest('hex')

const SCALARS = {
  DateTime: 'string',
  ID: 'string',
  JSON: 'unknown',
  JSONObject: 'object',
  SHA256: 'string',
  URL: 'string',
}

/** Every operation of a page: its name, its kind, and its text with the fragments it spreads. */
export function documentsOf(page) {
  const { definitions } = definitionsOf(page)
  const fragments = new Map(
    definitions.filter((d) => d.kind === 'FragmentDefinition').map((d) => [d.name.value, d]),
  )
  return definitions
    .filter((definition) => definition.kind === 'OperationDefinition')
    .map((operation) => {
      const parts = [operation, ...fragmentsOf(operation, fragments)]
      const text = parts.map(print).join('\n')
      return { name: operation.name.value, kind: operation.operation, text }
    })
}

function fragmentsOf(definition, all, found = new Map()) {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      const fragment = all.get(value)
      if (fragment === undefined) throw new Error(`There is no fragment ${value}.`)
      if (found.has(value)) return
      found.set(value, fragment)
      fragmentsOf(fragment, all, found)
    },
  })
  return [...found.values()]
}

function definitionsOf(page) {
  const folder = join(root, 'web', page)
  if (!existsSync(folder)) return { definitions: [], document: null }
  const texts = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
  const document = texts.length === 0 ? null : parse(texts.join('\n'))
  return { definitions: document?.definitions ?? [], document }
}

const capital = (name) => name[0].toUpperCase() + name.slice(1)

/** Writes web/<page>/generated/graphql.ts. */
export async function writeTypes(page) {
  const { document } = definitionsOf(page)
  if (document === null) return
  const types = await codegen({
    schema: parse(readFileSync(join(root, 'schema.graphql'), 'utf8')),
    documents: [{ document, location: page }],
    filename: 'graphql.ts',
    config: {},
    plugins: [{ types: { scalars: SCALARS, useTypeImports: true, skipTypename: true } }],
    pluginMap: { types: operationTypes },
  })
  const constants = documentsOf(page).map(({ name, kind, text }) => {
    const type = capital(name) + capital(kind)
    // A subscription is sent over the WebSocket, where the server reads the text alone.
    const sent = kind === 'subscription' ? text : hashOf(text)
    return `export const ${name}Document = ${JSON.stringify(sent)} as Document<${type}, ${type}Variables>`
  })
  const source = `import type { Document } from '../../shared/ask'\n\n${types}\n${constants.join('\n')}\n`
  const folder = join(root, 'web', page, 'generated')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'graphql.ts')
  if (!existsSync(file) || readFileSync(file, 'utf8') !== source) writeFileSync(file, source)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const page of PAGES) await writeTypes(page)
