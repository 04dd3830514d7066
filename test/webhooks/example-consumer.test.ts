import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp(['webhooks', 'housekeeping'], { WEBHOOKS_ALLOW_PRIVATE: 'true' })
})
afterAll(() => app.close())

/** The example in a process of its own, and what it says. */
async function consumer(environment: Record<string, string>) {
  const script = 'examples/webhook-consumer/consumer.mjs'
  const child: ChildProcess = spawn(process.execPath, [script, '--port', '0'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const heard = async (pattern: RegExp) => {
    for (let match = pattern.exec(said); ; match = pattern.exec(said)) {
      if (match) return match[1] ?? ''
      await once(child.stdout as NonNullable<typeof child.stdout>, 'data')
    }
  }
  const url = `http://127.0.0.1:${await heard(/waiting on port (\d+)/)}/`
  return { url, heard, stop: () => child.kill() }
}

test('the example verifies, by secret and by public key, and says what happened', async () => {
  const api = apiClient(app.url, app.key)
  const { stop: stopFirst, url: unused } = await consumer({
    WEBHOOK_SECRET: `whsec_${'A'.repeat(40)}`,
  })
  stopFirst()
  const created = await api.mutate(
    'webhookEndpointCreate',
    { url: unused },
    'secret publicKey endpoint { id }',
  )
  const { id } = created.result.endpoint
  for (const environment of [
    { WEBHOOK_SECRET: created.result.secret },
    { WEBHOOK_PUBLIC_KEY: created.result.publicKey },
  ]) {
    const { url, heard, stop } = await consumer(environment)
    await api.mutate('webhookEndpointUpdate', { id, url })
    await api.mutate('webhookEndpointTest', { id })
    expect(await heard(/webhook_endpoint\.test (whe_\w+)/)).toBe(id)
    const forged = await fetch(url, { method: 'POST', body: '{}' })
    expect(forged.status).toBe(400)
    stop()
  }
})
