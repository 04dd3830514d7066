import { type Command, InvalidArgumentError } from 'commander'
import { ACTIONS, type Action, KEY_SCOPES } from '../access/actions'
import { createApiKey, revokeApiKey, rotateApiKey } from '../access/issue-api-key'
import type { ApiKey } from '../storage/api-keys'
import { asOperator, ofOrganization, type Whose } from './as-operator'
import { print, printJson } from './print'
import { timeLike } from './time-option'

type Options = Whose & {
  live?: boolean
  label: string
  scope?: Action[]
  allow?: string[]
  expires?: Date
}

/** `countersign api-key`: make, list, replace and end keys. A secret is told once. */
export function register(program: Command): void {
  const keys = program.command('api-key').description('Manage API keys.')
  ofOrganization(keys.command('create'))
    .description('Make a new API key; it is shown once.')
    .option('--live', 'a live key (default: a test key, which allows specimens)')
    .option('--label <text>', 'what it is for', 'made on the command line')
    .option('--scope <name>', `what it may do; several times. ${KEY_SCOPES.join(', ')}`, addScope)
    .option('--allow <address>', 'an address or range it works from; several times', addText)
    .option(
      '--expires <time>',
      'from when on it is good for nothing: 2027-01-31',
      timeLike('2027-01-31'),
    )
    .action(create)
  ofOrganization(keys.command('list'))
    .description('List the keys and what they may do.')
    .action(list)
  ofOrganization(keys.command('rotate <id>'))
    .description('Make a key like this one; the old one goes on for a while.')
    .option('--overlap <hours>', 'how long the old one goes on', '24')
    .action(rotate)
  ofOrganization(keys.command('revoke <id>')).description('End a key at once.').action(revoke)
}

const addText = (text: string, known: string[] = []) => [...known, text]

function addScope(text: string, known: Action[] = []): Action[] {
  if (!Object.hasOwn(ACTIONS, text))
    throw new InvalidArgumentError(`There is no such scope; known: ${KEY_SCOPES.join(', ')}`)
  return [...known, text as Action]
}

function create({ live, label, scope, allow, expires, ...rest }: Options): Promise<void> {
  return asOperator(rest, async ({ deps, caller }) => {
    const issued = await createApiKey(deps, caller, {
      mode: live ? 'LIVE' : 'TEST',
      label,
      scopes: scope ?? KEY_SCOPES,
      allowedAddresses: allow ?? [],
      expiresAt: expires ?? null,
    })
    if (rest.json) printJson(issued)
    else print(issued.secret)
  })
}

function list({ json, ...whose }: Whose): Promise<void> {
  return asOperator(whose, async ({ deps, caller }) => {
    const keys = await deps.apiKeys.list(caller.tenantId)
    if (json) return printJson({ keys })
    for (const key of keys) print(lineOf(key, deps.now()))
  })
}

function lineOf(key: ApiKey, now: Date): string {
  const used = key.lastUsedAt ? `used ${key.lastUsedAt.toISOString()}` : 'never used'
  const all = key.scopes.length === KEY_SCOPES.length
  return [
    key.id,
    key.mode,
    stateOf(key, now),
    used,
    key.label,
    all ? 'all' : key.scopes.join(' '),
  ].join('  ')
}

function stateOf({ revokedAt, expiresAt }: ApiKey, now: Date): string {
  if (revokedAt) return 'revoked'
  if (expiresAt === null) return 'works'
  return expiresAt <= now ? 'expired' : `until ${expiresAt.toISOString()}`
}

function rotate(
  id: string,
  { overlap, json, ...whose }: Whose & { overlap: string },
): Promise<void> {
  return asOperator(whose, async ({ deps, caller }) => {
    const issued = await rotateApiKey(deps, caller, id, Number(overlap))
    if (json) printJson(issued)
    else print(issued.secret)
  })
}

function revoke(id: string, { json, ...whose }: Whose): Promise<void> {
  return asOperator(whose, async ({ deps, caller }) => {
    const key = await revokeApiKey(deps, caller, id)
    if (json) printJson(key)
    else print(`${key.id} is revoked.`)
  })
}
