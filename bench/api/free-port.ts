import { createServer } from 'node:http'
import { listen } from '../../src/serve-api'

export async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server, 0, '127.0.0.1')
  await new Promise((done) => server.close(done))
  return port
}
