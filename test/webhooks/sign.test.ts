import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { Webhook as Svix } from 'svix'
import { createReceiver, WebhookRefused } from '../../src/webhooks/receive'
import { newEndpointSecret } from '../../src/webhooks/secrets'
import { signWebhook } from '../../src/webhooks/sign'

test('signs the vector of the Standard Webhooks libraries', () => {
  const headers = signWebhook({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestampSec: 1_614_265_330,
    payload: '{"test": 2432232314}',
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  })
  expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  expect(headers['webhook-timestamp']).toBe('1614265330')
  expect(headers['webhook-id']).toBe('msg_p5jXN8AQM9LWM0D4loKWxJek')
})

const secret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((key) => `whsec_${Buffer.from(key).toString('base64')}`)
const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/)
const payload = fc.jsonValue().map((value) => JSON.stringify(value))
const timestampSec = Math.floor(Date.now() / 1000)

test('every receiver that has one of the secrets verifies it with the standard library', () => {
  const secrets = fc.uniqueArray(secret, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(id, payload, secrets, (id, payload, secrets) => {
      const headers = signWebhook({ id, timestampSec, payload, secrets })
      for (const known of secrets) {
        expect(new Webhook(known).verify(payload, headers)).toEqual(JSON.parse(payload))
      }
    }),
    { numRuns: 1000 },
  )
})

test('a message changed in one character, or signed with another secret, is refused', () => {
  fc.assert(
    fc.property(
      id,
      fc.string({ minLength: 1 }),
      secret,
      secret,
      fc.nat(),
      (id, payload, mine, other, at) => {
        fc.pre(mine !== other)
        const headers = signWebhook({ id, timestampSec, payload, secrets: [mine] })
        const i = at % payload.length
        const changed = `${payload.slice(0, i)}${payload[i] === 'x' ? 'y' : 'x'}${payload.slice(i + 1)}`
        const options = { jsonParse: false }
        expect(() => new Webhook(mine).verify(changed, headers, options as never)).toThrow()
        expect(() => new Webhook(other).verify(payload, headers)).toThrow()
        const replayed = { ...headers, 'webhook-timestamp': String(timestampSec + 1) }
        expect(() => new Webhook(mine).verify(payload, replayed)).toThrow()
      },
    ),
    { numRuns: 500 },
  )
})

test('what the signing key signed beside it verifies with the public key, for svix as well', () => {
  fc.assert(
    fc.property(id, payload, (id, payload) => {
      const { secret, signingKey, publicKey } = newEndpointSecret()
      const signed = { id, timestampSec, payload, secrets: [secret], signingKeys: [signingKey] }
      const headers = signWebhook(signed)
      expect(new Svix(secret).verify(payload, headers)).toEqual(JSON.parse(payload))
      const [, v1a = ''] = headers['webhook-signature'].split(' ')
      expect(v1a).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/)
      const only = { ...headers, 'webhook-signature': v1a }
      const { verify } = createReceiver({ publicKeys: [publicKey] })
      expect(() => verify(only, payload)).not.toThrow()
      expect(() => verify(only, `${payload} `)).toThrow(WebhookRefused)
    }),
    { numRuns: 300 },
  )
})

const good = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const sound = { id: 'msg_1', timestampSec: 1, payload: '{}', secrets: [good] }
test.each([
  ['no secret', { secrets: [] }],
  ['no prefix', { secrets: [good.slice(6)] }],
  ['a short secret', { secrets: [`whsec_${Buffer.alloc(23).toString('base64')}`] }],
  ['a long secret', { secrets: [`whsec_${Buffer.alloc(65).toString('base64')}`] }],
  ['no base64', { secrets: [`whsec_${'*'.repeat(44)}`] }],
  ['one bad secret of two', { secrets: [good, 'whsec_'] }],
  [
    'a signing key of half the length',
    { signingKeys: [`whsk_${Buffer.alloc(32).toString('base64')}`] },
  ],
  ['an id with a dot', { id: 'msg.1' }],
  ['an empty id', { id: '' }],
  ['a fraction of a second', { timestampSec: 1.5 }],
])('%s is refused', (_, change) => {
  expect(() => signWebhook({ ...sound, ...change })).toThrow(/A webhook/)
})
