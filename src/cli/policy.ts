import { existsSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { draftPolicy } from '../policies/draft-policy'
import { type DryRun, dryRunPolicy } from '../policies/dry-run-policy'
import { defaultDefinition } from '../policies/policy-definition'
import type { PolicyVersion } from '../storage/policies'
import { wireEngines } from '../wire'
import { asOperatorWithKeys, ofOrganization, type Whose } from './as-operator'
import { CliError } from './cli-error'
import { print, printJson } from './print'
import { timeLike } from './time-option'

const DAY_MS = 86_400_000

/**
 * `countersign policy`: see policies, write drafts, try them. Publishing is for members who are logged in: it takes two people,
 * and whoever has the command line in hand is nobody in particular.
 */
export function register(program: Command): void {
  const policies = program.command('policy').description('See, draft and try policies.')
  ofOrganization(policies.command('list'))
    .description('List the last hundred, newest first.')
    .action(list)
  ofOrganization(policies.command('show <id>'))
    .description('Print a definition as JSON; `default`: that of the default policy.')
    .action(show)
  ofOrganization(policies.command('draft <file>'))
    .description(
      'Store a definition (JSON) as a draft. A member has to make it theirs, and another to publish it.',
    )
    .option('--note <text>', 'what you say of it', '')
    .action(draft)
  ofOrganization(policies.command('dry-run <file-or-id>'))
    .description('Try a definition, or a stored policy, on past sessions: what would change.')
    .option(
      '--from <time>',
      'sessions decided since then: 2026-11-28; 30 days ago if left out',
      toTime,
    )
    .option('--before <time>', 'and before then; now if left out', toTime)
    .action(dryRun)
}

const toTime = timeLike('2026-11-28')

function list({ json, ...whose }: Whose): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller: { tenantId } }) => {
    const { rows } = await deps.policies.list(tenantId, { first: 100 })
    if (json) return printJson({ policies: rows })
    for (const policy of rows) print(lineOf(policy))
    if (rows.every(({ state }) => state !== 'PUBLISHED')) print('The default policy is in force.')
  })
}

function lineOf({ id, number, state, createdBy, publishedBy, note }: PolicyVersion): string {
  const by = publishedBy ? `by ${createdBy}, published by ${publishedBy}` : `by ${createdBy}`
  return [id, `policy-${number}`, state, by, note].join('  ').trimEnd()
}

function show(id: string, { json, ...whose }: Whose): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller: { tenantId } }) => {
    if (id === 'default') return printJson(defaultDefinition())
    const policy = await deps.policies.get({ tenantId, id })
    printJson(json ? policy : policy.definition)
  })
}

function draft(file: string, { json, note, ...whose }: Whose & { note: string }): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller }) => {
    const wish = { definition: definitionIn(file), note }
    const policy = await draftPolicy({ ...deps, faces: wireEngines().faces }, caller, wish)
    if (json) return printJson(policy)
    print(lineOf(policy))
  })
}

/** @throws CliError when there is no such file, or it is not JSON */
function definitionIn(file: string): unknown {
  if (!existsSync(file)) throw new CliError(`${file}: no such file.`)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new CliError(`${file}: this is not JSON.`)
  }
}

type Range = { from?: Date; before?: Date }

function dryRun(what: string, { json, from, before, ...whose }: Whose & Range): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller: { tenantId } }) => {
    const stored = what.startsWith('pol_')
    const until = before ?? deps.now()
    const found = await dryRunPolicy({ ...deps, faces: wireEngines().faces }, tenantId, {
      ...(stored ? { id: what, definition: null } : { id: null, definition: definitionIn(what) }),
      from: from ?? new Date(until.getTime() - 30 * DAY_MS),
      before: until,
    })
    if (json) return printJson(found)
    printRun(found)
  })
}

function printRun({ sessions, unknown, changed, hasMore, outcomes, reasons }: DryRun): void {
  print(`${sessions} sessions, of which ${changed} would come out otherwise`)
  if (unknown > 0)
    print(`of ${unknown} nothing can be said: what it takes was not kept or measured`)
  if (hasMore) print('There are older ones that were not tried.')
  for (const { before, after, count, examples } of outcomes) {
    const some = before === after ? '' : `  ${examples.join(' ')}`
    print(`${String(count).padStart(7)}  ${before} -> ${after}${some}`)
  }
  for (const { code, rule, before, after } of reasons)
    print(`${`${before} -> ${after}`.padStart(15)}  ${code}${rule ? ` ${rule}` : ''}`)
}
