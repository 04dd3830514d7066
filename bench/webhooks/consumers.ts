import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Consumers = {
  /** Answers at once. */
  healthy: string
  /** Takes the request and never answers. */
  hanging: string
  /** When the healthy one was first told of the session; in the clock of `performance`. */
  toldOf(sessionId: string): Promise<number>
  hung(): number
  close(): void
}

export async function startConsumers(): Promise<Consumers> {
  const told = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  let hung = 0
  const healthy = createServer(async (request, response) => {
    const { data } = JSON.parse(await text(request)) as { data: { id: string } }
    response.writeHead(204).end()
    const at = performance.now()
    told.set(data.id, at)
    waiting.get(data.id)?.(at)
  })
  const hanging = createServer((request) => {
    hung += 1
    request.resume()
  })
  return {
    healthy: await listening(healthy),
    hanging: await listening(hanging),
    toldOf: (id) =>
      new Promise((done) => {
        const at = told.get(id)
        if (at === undefined) waiting.set(id, done)
        else done(at)
      }),
    hung: () => hung,
    close: () => {
      for (const server of [healthy, hanging]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
