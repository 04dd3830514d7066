import { setTimeout as sleep } from 'node:timers/promises'
import { type Organization, startInstallation } from '../api/installation'
import { quantile } from '../api/load'
import type { Servers } from '../api/servers'
import { type Consumers, startConsumers } from './consumers'

type Waits = { events: number; p50Ms: number; p99Ms: number; mostMs: number }

export type Report = {
  queue: string
  hangingEndpoints: number
  /** From the mutation that changed a session to the POST at the healthy endpoint. */
  alone: Waits
  /** While the endpoints that hang are first sent to, and once they are known. */
  atFirst: Waits
  lasting: Waits
  ratioP99AtFirst: number
  ratioP99Lasting: number
  postsThatHung: number
}

export type Settings = { endpoints: number; seconds: number; perSecond: number }

const NO_LIMITS = { RATE_LIMIT_PER_SEC: '1000000', WEBHOOKS_ALLOW_PRIVATE: 'true' }

/** The longest that one waits for an answer, and a while. */
const FIRST_SECONDS = 20

/**
 * An organisation with one endpoint that answers at once, alone; then beside another one all of whose endpoints hang. Both change
 * sessions at their pace; what one waits for its webhook is compared.
 */
export async function measureSlowConsumers(
  servers: Servers,
  queue: 'postgres' | 'redis',
  { endpoints, seconds, perSecond }: Settings,
): Promise<Report> {
  const bench = await startInstallation(servers, queue, NO_LIMITS)
  const consumers = await startConsumers()
  try {
    await bench.start('housekeeping')
    await bench.start('webhooks')
    const [ours, theirs] = [await bench.addOrganization(), await bench.addOrganization()]
    const api = (organization: Organization) => apiOf(bench.url, organization)
    await api(ours).addEndpoint(consumers.healthy)
    const measure = (time: number) => send(api(ours), consumers, { seconds: time, perSecond })
    await measure(5) // warms up
    const alone = await measure(seconds)
    for (let count = 0; count < endpoints; count++) await api(theirs).addEndpoint(consumers.hanging)
    const flood = endlessly(() => api(theirs).changeSession())
    const atFirst = await measure(FIRST_SECONDS)
    const lasting = await measure(seconds)
    await flood.stop()
    return {
      queue,
      hangingEndpoints: endpoints,
      alone,
      atFirst,
      lasting,
      ratioP99AtFirst: atFirst.p99Ms / alone.p99Ms,
      ratioP99Lasting: lasting.p99Ms / alone.p99Ms,
      postsThatHung: consumers.hung(),
    }
  } finally {
    consumers.close()
    await bench.close()
  }
}

type Api = ReturnType<typeof apiOf>

async function send(
  api: Api,
  consumers: Consumers,
  { seconds, perSecond }: { seconds: number; perSecond: number },
): Promise<Waits> {
  const waits: Promise<number>[] = []
  const end = performance.now() + 1000 * seconds
  while (performance.now() < end) {
    const due = sleep((1000 / perSecond) * (0.5 + Math.random())) // at no fixed beat of our own timers
    const { id, at } = await api.changeSession()
    waits.push(consumers.toldOf(id).then((told) => told - at))
    await due
  }
  const all = await Promise.all(waits)
  const [p50Ms, p99Ms] = [quantile(all, 0.5), quantile(all, 0.99)]
  return { events: all.length, p50Ms, p99Ms, mostMs: Math.max(...all) }
}

/** Once a second, until it is stopped. */
function endlessly(work: () => Promise<unknown>) {
  let stopped = false
  const loop = async () => {
    while (!stopped) await Promise.all([work(), sleep(1000)])
  }
  const running = loop()
  return {
    stop: async () => {
      stopped = true
      await running
    },
  }
}

const APPLICANT = 'mutation { applicantCreate(input: {}) { result { id } } }'
const CREATE = `mutation($id: ID!) { kycSessionCreate(input: { applicantId: $id }) { result { id } } }`
const CANCEL = `mutation($id: ID!) { kycSessionCancel(input: { sessionId: $id }) { result { id } } }`
const ENDPOINT = `mutation($url: String!) { webhookEndpointCreate(input: { url: $url }) { result { secret } } }`

function apiOf(url: string, { key }: Organization) {
  async function ask(query: string, variables: object): Promise<string> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    })
    const answer = (await response.json()) as { data?: Record<string, { result: { id: string } }> }
    const [payload] = Object.values(answer.data ?? {})
    if (!payload?.result) throw new Error(`The API refused: ${JSON.stringify(answer)}`)
    return payload.result.id
  }
  return {
    addEndpoint: (to: string) => ask(ENDPOINT, { url: to }),
    /** A change that an event tells of. `at`: when it was asked for. */
    async changeSession(): Promise<{ id: string; at: number }> {
      const id = await ask(CREATE, { id: await ask(APPLICANT, {}) })
      const at = performance.now()
      await ask(CANCEL, { id })
      return { id, at }
    },
  }
}
