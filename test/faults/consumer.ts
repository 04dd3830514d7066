import { createServer } from 'node:http'
import { listen } from '../../src/serve-api'

/** What a consumer may do instead of saying 200. */
const MANNERS = ['ANSWER', 'ANSWER', 'FAIL', 'RESET', 'REDIRECT', 'HANG'] as const

export type Consumer = {
  url: string
  /** How often each event was answered with 200, by its webhook-id. */
  received: Map<string, number>
  /** How often it did what. */
  manners: Record<string, number>
  /** From now on it only answers. */
  behave(): void
  close(): void
}

const HANG_MS = 60_000

/** A webhook consumer that fails, resets, redirects and hangs at random, until it is told to behave. */
export async function hostileConsumer(random: () => number): Promise<Consumer> {
  const received = new Map<string, number>()
  const manners: Record<string, number> = {}
  let hostile = true
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const manner = hostile ? MANNERS[Math.floor(random() * MANNERS.length)] : 'ANSWER'
      manners[manner ?? ''] = (manners[manner ?? ''] ?? 0) + 1
      if (manner === 'RESET') return void request.socket.destroy()
      if (manner === 'HANG') return void setTimeout(() => request.socket.destroy(), HANG_MS).unref()
      if (manner === 'FAIL') return void response.writeHead(500).end()
      if (manner === 'REDIRECT') return void response.writeHead(302, { location: '/else' }).end()
      const id = String(request.headers['webhook-id'])
      received.set(id, (received.get(id) ?? 0) + 1)
      response.end()
    })
  })
  const port = await listen(server, 0, '127.0.0.1')
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    manners,
    behave: () => {
      hostile = false
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
