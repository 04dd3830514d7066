// Receives Countersign's webhooks: verified, each event once, none that was overtaken.
//   WEBHOOK_SECRET=whsec_… node examples/webhook-consumer/consumer.mjs [--port 4000]
// With WEBHOOK_PUBLIC_KEY=whpk_… instead, this machine keeps no secret (Ed25519, v1a).
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { createReceiver, WebhookRefused } from 'countersign/webhooks'

const { port } = parseArgs({ options: { port: { type: 'string', default: '4000' } } }).values
const { WEBHOOK_SECRET, WEBHOOK_PUBLIC_KEY } = process.env

const receiver = createReceiver({
  secrets: WEBHOOK_SECRET ? WEBHOOK_SECRET.split(' ') : [], // two while the secret is being replaced
  publicKeys: WEBHOOK_PUBLIC_KEY ? [WEBHOOK_PUBLIC_KEY] : [],
})

/** Answer first, work later: Countersign waits 15 seconds. Whatever this throws makes the event come again. */
async function handle({ id, type, data }) {
  console.log(`${type} ${data.id} (event ${id})`)
  // Ask the API for the session's decision here: the event itself says no more than what changed.
}

const server = createServer(async (request, response) => {
  try {
    const verdict = await receiver.receive(request.headers, await buffer(request), handle)
    response.writeHead(204, { 'x-verdict': verdict }).end()
  } catch (error) {
    if (!(error instanceof WebhookRefused)) console.error(error)
    response.writeHead(error instanceof WebhookRefused ? 400 : 500).end()
  }
})

server.listen(Number(port), () => console.log(`waiting on port ${server.address().port}`))
