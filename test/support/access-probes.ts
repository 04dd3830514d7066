import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isObjectType,
} from 'graphql'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Action } from '../../src/access/actions'
import { apiClient, type Credentials } from './api'
import type { TestApp } from './app'

/** Objects of one organisation, one of each kind that an id can name. */
export type World = Record<
  | 'applicantId'
  | 'erasedApplicantId'
  | 'sessionId'
  | 'captureId'
  | 'nonce'
  | 'stepCaptureId'
  | 'endpointId'
  | 'eventId'
  | 'apiKeyId'
  | 'failedJobId'
  | 'memberId'
  | 'caseId'
  | 'attachmentId'
  | 'reviewedSessionId'
  | 'filterId'
  | 'faceEnrolmentId'
  | 'faceAuthenticationId'
  | 'policyId'
  | 'candidateId'
  | 'auditEventId',
  string
>

/** How one field of the schema is asked, by somebody who may: `variables` are its arguments. */
export type Probe = { needs: Action; variables(world: World): Record<string, unknown> }

/** Somebody, and what every field must answer. */
export type Outsider = {
  name: string
  as: Credentials
  refusal: 'UNAUTHENTICATED' | 'FORBIDDEN'
}

export type Root = {
  operation: 'query' | 'mutation' | 'subscription'
  name: string
  document: string
}

/** Every field that a request can begin with, as a document that selects ids and user errors. */
export function rootFields(schema: GraphQLSchema, depth = 3): Root[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const
  return roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      operation,
      name: field.name,
      document: documentOf(operation, field, depth),
    })),
  )
}

function documentOf(
  operation: string,
  field: GraphQLField<unknown, unknown>,
  depth: number,
): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ')
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ')
  const head = declared ? `(${declared})` : ''
  const call = passed ? `(${passed})` : ''
  return `${operation}${head} { ${field.name}${call} ${selectionOf(field, depth)} }`
}

/** Ids at every level, so many deep: whose objects they are shows in them. */
export function selectionOf(
  { type }: Pick<GraphQLField<unknown, unknown>, 'type'>,
  depth: number,
): string {
  const named = getNamedType(type)
  if (!isObjectType(named)) return 'getFields' in named ? '{ id }' : ''
  const fields = Object.values(named.getFields()).filter((field) => field.args.length === 0)
  const parts = fields.flatMap((field) => {
    const inner = getNamedType(field.type)
    if (field.name === 'id' || field.name === 'code') return [field.name]
    if (!isObjectType(inner) || depth === 0 || PERSONAL.has(field.name)) return []
    const selection = selectionOf(field, depth - 1)
    return selection ? [`${field.name} ${selection}`] : []
  })
  return parts.length > 0 ? `{ ${parts.join(' ')} }` : '{ __typename }'
}

/** Needs more rights than the object it hangs on, and is probed by a test of its own. */
const PERSONAL = new Set([
  ...['risk', 'checks', 'documentReading', 'decision', 'decisions'],
  ...['findings', 'corrections', 'duplicates', 'linkGraph', 'explanation'],
])

/** Where ids stand in the arguments of a field, as paths. */
export function idPaths(schema: GraphQLSchema, { operation, name }: Root): string[][] {
  const type = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  }[operation]
  return (type?.getFields()[name]?.args ?? []).flatMap((arg) => idsIn(arg.type, [arg.name]))
}

function idsIn(type: GraphQLInputType, path: string[]): string[][] {
  const named = getNamedType(type)
  if (isInputObjectType(named))
    return Object.values(named.getFields()).flatMap((field) =>
      idsIn(field.type, [...path, field.name]),
    )
  return named.name === 'ID' ? [path] : []
}

export type Outcome = { code: string | null; text: string }

/** Asks once. `code`: of the error or the first user error; `NULL` when there is nothing; null when there is an answer. */
export async function ask(
  app: TestApp,
  root: Root,
  as: Credentials,
  variables: object,
): Promise<Outcome> {
  if (root.operation === 'subscription') return subscribe(app, root, as, variables)
  const { data, errors } = await apiClient(app.url, as).ask(root.document, variables)
  const answer = data?.[root.name] ?? null
  const refused = errors?.[0]?.extensions.code ?? answer?.userErrors?.[0]?.code
  return { code: refused ?? (answer === null ? 'NULL' : null), text: JSON.stringify({ data }) }
}

async function subscribe(
  app: TestApp,
  { document }: Root,
  as: Credentials,
  variables: object,
): Promise<Outcome> {
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    ...(typeof as === 'string'
      ? { webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${as}` } }
      : {
          webSocketImpl: socketWith(as.cookie),
          connectionParams: { authorization: as.authorization },
        }),
    retryAttempts: 0,
  })
  const results = client.iterate({
    query: document,
    variables: variables as Record<string, unknown>,
  })
  try {
    const { value } = await results.next()
    const code = value?.errors?.[0]?.extensions?.code ?? null
    return { code: code as string | null, text: JSON.stringify(value?.data ?? null) }
  } catch (error) {
    const [first] = error as { extensions?: { code?: string } }[]
    return { code: first?.extensions?.code ?? 'REFUSED', text: '' }
  } finally {
    await results.return?.()
    await client.dispose()
  }
}

/** A browser sends its cookies with the handshake. */
function socketWith(cookie: string) {
  return class extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: { cookie } })
    }
  }
}

type Asked = { app: TestApp; schema: GraphQLSchema; probes: Record<string, Probe> }

/** What somebody saw or did who should not have; empty when the field is tight. */
export async function leaksTo(
  { app }: Asked,
  root: Root,
  { name, as, refusal }: Outsider,
  variables: object,
): Promise<string[]> {
  const { code } = await ask(app, root, as, variables)
  return code === refusal ? [] : [`${root.name}, ${name}: ${code ?? 'an answer'}`]
}

/** As another organisation with objects of its own: each id in turn is ours, all others its own. */
export async function leaksAcross(
  { app, schema, probes }: Asked,
  root: Root,
  { ours, theirs, as }: { ours: World; theirs: World; as: Credentials },
): Promise<string[]> {
  const probe = probes[root.name] as Probe
  const paths = idPaths(schema, root)
  const asked = paths.length > 0 ? paths : [[]]
  const leaks: string[] = []
  for (const path of asked) {
    const variables = structuredClone(probe.variables(theirs))
    if (path.length > 0) replace(variables, path, valueAt(probe.variables(ours), path))
    const { code, text } = await ask(app, root, as, variables)
    const done = root.operation === 'mutation' && path.length > 0 && code === null
    const seen = Object.values(ours).some((id) => text.includes(id))
    if (done || seen) leaks.push(`${root.name}(${path.join('.')}): ${code ?? 'an answer'}`)
  }
  return leaks
}

type Tree = Record<string, unknown>

function valueAt(tree: Tree, path: string[]): unknown {
  return path.reduce<unknown>((at, name) => (at as Tree | undefined)?.[name], tree)
}

function replace(tree: Tree, path: string[], value: unknown): void {
  const parent = valueAt(tree, path.slice(0, -1)) as Tree | undefined
  const last = path.at(-1)
  if (parent && last !== undefined && value !== undefined) parent[last] = value
}
