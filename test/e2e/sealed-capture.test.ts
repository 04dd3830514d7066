import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { JSONWebKeySet } from 'jose'
import { verifyStatement } from '../../src/trust/sign'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let api: ReturnType<typeof apiClient>

beforeAll(async () => {
  app = await startTestApp([])
  api = apiClient(app.url, app.key)
})
afterAll(() => app.close())

const KEYS = '{ captureKeys { kid suite publicKey notAfter statement } }'

describe('seal: keys for captures', () => {
  test('there are none before a worker made them', async () => {
    expect((await api.ask(KEYS)).data).toEqual({ captureKeys: [] })
  })

  test('each comes with a statement of the issuer, which says the same and ends with it', async () => {
    await app.ring.renew(new Date())
    const { data } = await api.ask(KEYS)
    const [{ kid, suite, publicKey, notAfter, statement }] = data.captureKeys
    const keys = (await (await fetch(`${app.url}/.well-known/jwks.json`)).json()) as JSONWebKeySet
    const { typ, claims } = await verifyStatement(statement, keys)
    expect(typ).toBe('capture-key+jwt')
    const exp = Math.floor(Date.parse(notAfter) / 1000)
    expect(claims).toMatchObject({ iss: app.url, keyId: kid, suite, publicKey, exp })
  })
})
