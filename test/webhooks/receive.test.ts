import { describe, expect, test } from '@jest/globals'
import { createReceiver, inMemory, WebhookRefused } from '../../src/webhooks/receive'
import { newEndpointSecret } from '../../src/webhooks/secrets'
import { signWebhook } from '../../src/webhooks/sign'

const { secret, publicKey, signingKey } = newEndpointSecret()
const now = new Date('2026-11-28T12:00:00Z')
const nowSec = now.getTime() / 1000

function request(id: string, data: object, timestampSec = nowSec) {
  const payload = JSON.stringify({ type: 'kyc_session.approved', timestamp: 'then', data })
  const signed = { id, timestampSec, payload, secrets: [secret], signingKeys: [signingKey] }
  return { headers: { ...signWebhook(signed) }, payload }
}

function receiver(options = {}) {
  const handled: string[] = []
  const { receive } = createReceiver({ secrets: [secret], now: () => now, ...options })
  const send = (id: string, data: object, handle: (id: string) => void = () => undefined) => {
    const { headers, payload } = request(id, data)
    return receive(headers, payload, (event) => {
      handle(event.id)
      handled.push(event.id)
    })
  }
  return { send, handled, receive }
}

const of = (id: string, sequence: number) => ({ id, sequence })

describe('a receiver', () => {
  test('hands on each event once', async () => {
    const { send, handled } = receiver()
    expect(await send('evt_1', of('ses_1', 1))).toBe('NEW')
    expect(await send('evt_1', of('ses_1', 1))).toBe('DUPLICATE')
    expect(handled).toEqual(['evt_1'])
  })

  test('drops what a later event of the session has overtaken, and of no other session', async () => {
    const { send, handled } = receiver()
    await send('evt_3', of('ses_1', 3))
    expect(await send('evt_2', of('ses_1', 2))).toBe('STALE')
    expect(await send('evt_9', of('ses_2', 1))).toBe('NEW')
    expect(await send('evt_t', {})).toBe('NEW')
    expect(handled).toEqual(['evt_3', 'evt_9', 'evt_t'])
  })

  test('takes an event again that could not be handled', async () => {
    const { send, handled } = receiver()
    const full = () => {
      throw new Error('disk full')
    }
    await expect(send('evt_1', of('ses_1', 5), full)).rejects.toThrow('disk full')
    expect(await send('evt_1', of('ses_1', 5))).toBe('NEW')
    expect(handled).toEqual(['evt_1'])
  })

  test.each([
    ['too old', -301],
    ['from the future', 301],
  ])('refuses a signature that is %s', async (_, seconds) => {
    const { receive } = receiver()
    const { headers, payload } = request('evt_1', {}, nowSec + seconds)
    await expect(receive(headers, payload, () => undefined)).rejects.toThrow(WebhookRefused)
  })

  test.each([
    ['another body', { payload: '{}' }, {}],
    ['another id', {}, { 'webhook-id': 'evt_2' }],
    ['no signature', {}, { 'webhook-signature': undefined }],
    ['an empty one', {}, { 'webhook-signature': '' }],
    ['an odd timestamp', {}, { 'webhook-timestamp': '1e9' }],
  ])('refuses %s', async (_, body, headers) => {
    const { receive, handled } = receiver({ publicKeys: [publicKey] })
    const sent = { ...request('evt_1', {}), ...body }
    const odd = { ...sent.headers, ...headers }
    await expect(receive(odd, sent.payload, () => undefined)).rejects.toThrow(WebhookRefused)
    expect(handled).toEqual([])
  })

  test("reads fetch's headers, and bytes", () => {
    const { headers, payload } = request('evt_1', of('ses_1', 1))
    const { verify } = createReceiver({ publicKeys: [publicKey], now: () => now })
    const event = verify(new Headers(headers), Buffer.from(payload))
    expect(event).toEqual({
      id: 'evt_1',
      type: 'kyc_session.approved',
      timestamp: 'then',
      data: { id: 'ses_1', sequence: 1 },
    })
  })

  test.each([[{}], [{ secrets: ['whsec_'] }], [{ secrets: [publicKey] }], [{ publicKeys: ['x'] }]])(
    'is not made with %j',
    (options) => {
      expect(() => createReceiver(options)).toThrow()
    },
  )

  test('remembers so many events and no more', async () => {
    const memory = inMemory(2)
    const event = (n: number) => ({ id: `evt_${n}`, type: '', timestamp: '', data: {} })
    for (const n of [1, 2, 3]) await memory.claim(event(n))
    expect(await memory.claim(event(3))).toBe('DUPLICATE')
    expect(await memory.claim(event(1))).toBe('NEW')
  })
})
