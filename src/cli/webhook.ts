import { type Command, Option } from 'commander'
import type { DeliveryState } from '../storage/webhook-deliveries'
import type { WebhookEndpoint } from '../storage/webhook-endpoints'
import { replayEvents, sendTestEvent } from '../webhooks/replay'
import { asOperatorWithKeys, ofOrganization, type Whose } from './as-operator'
import { print, printJson } from './print'
import { timeLike } from './time-option'

type Which = {
  event?: string
  session?: string
  from?: Date
  before?: Date
  state?: DeliveryState[]
}

/** `countersign webhook`: see what is delivered, try endpoints, send events again. */
export function register(program: Command): void {
  const webhooks = program.command('webhook').description('See and repeat deliveries of events.')
  ofOrganization(webhooks.command('list')).description('List the endpoints.').action(list)
  which(ofOrganization(webhooks.command('deliveries [endpoint]')))
    .description('List the last hundred deliveries, newest first.')
    .action(deliveries)
  ofOrganization(webhooks.command('test <endpoint>')).description('Send a test event.').action(test)
  which(ofOrganization(webhooks.command('replay <endpoint>')))
    .description('Send events again: dead letters, when no --state is given.')
    .option('--missing', 'also events that the endpoint was never sent')
    .action(replay)
}

function which(command: Command): Command {
  const states = ['PENDING', 'DELIVERED', 'DEAD']
  return command
    .option('--event <id>', 'of this event')
    .option('--session <id>', 'of events of this session')
    .option('--from <time>', 'of events since then: 2026-11-28T08:00Z', toTime)
    .option('--before <time>', 'of events before then', toTime)
    .addOption(new Option('--state <state...>', 'in these states').choices(states))
}

const toTime = timeLike('2026-11-28T08:00Z')

function filterOf({ event, session, from, before, state }: Which) {
  return {
    ...(event && { eventId: event }),
    ...(session && { sessionId: session }),
    ...(from && { from }),
    ...(before && { before }),
    ...(state && { states: state }),
  }
}

function list({ json, ...whose }: Whose): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller: { tenantId } }) => {
    const endpoints = await deps.webhookEndpoints.list(tenantId)
    if (json) return printJson({ endpoints })
    for (const endpoint of endpoints)
      print(
        [endpoint.id, stateOf(endpoint), endpoint.url, endpoint.eventTypes.join(' ') || 'all'].join(
          '  ',
        ),
      )
  })
}

function stateOf({ disabledAt, disabledReason, pausedAt, failures }: WebhookEndpoint): string {
  if (disabledAt) return `disabled (${disabledReason})`
  if (pausedAt) return 'paused'
  return failures > 0 ? `${failures} failures in a row` : 'works'
}

function deliveries(
  endpoint: string | undefined,
  { json, organization, ...rest }: Whose & Which,
): Promise<void> {
  return asOperatorWithKeys(whoseOf(organization), async ({ deps, caller: { tenantId } }) => {
    const filter = { ...filterOf(rest), ...(endpoint && { endpointId: endpoint }) }
    const { rows } = await deps.webhookHistory.list(tenantId, filter, { first: 100 })
    if (json) return printJson({ deliveries: rows })
    for (const { id, state, endpointId, event, log } of rows) {
      const last = log.at(-1)
      const answer = last ? `${last.status ?? last.error} in ${last.latencyMs} ms` : 'not tried yet'
      print([id, state, endpointId, event.type, event.sessionId ?? '', answer].join('  '))
    }
  })
}

function test(endpoint: string, { json, ...whose }: Whose): Promise<void> {
  return asOperatorWithKeys(whose, async ({ deps, caller: { tenantId } }) => {
    const deliveryId = await sendTestEvent(deps, tenantId, endpoint)
    if (json) printJson({ deliveryId })
    else print(`${deliveryId}: see countersign webhook deliveries ${endpoint}`)
  })
}

function replay(
  endpoint: string,
  { json, missing = false, organization, ...rest }: Whose & Which & { missing?: boolean },
): Promise<void> {
  return asOperatorWithKeys(whoseOf(organization), async ({ deps, caller }) => {
    const wish = { states: ['DEAD' as const], ...filterOf(rest), missing }
    const replayed = await replayEvents(deps, caller, endpoint, wish)
    if (json) return printJson(replayed)
    print(`${replayed.count} deliveries begun anew`)
    if (replayed.hasMore) print('There may be more: repeat the command once these are through.')
  })
}

const whoseOf = (organization: string | undefined) => ({ ...(organization && { organization }) })
