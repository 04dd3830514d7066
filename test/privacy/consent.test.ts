import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp([])
})
afterAll(() => app.close())

const api = () => apiClient(app.url, app.key)
const consent = { textVersion: 'terms-3', locale: 'de-at' }
const selection = 'consentTextVersion consentLocale consentedAt'

describe('consent', () => {
  beforeEach(async () => {
    await api().mutate('organizationUpdate', { consentRequired: true })
  })

  test('is asked for before anything is captured, where the organisation requires it', async () => {
    const sessionId = await api().newSession()
    const wanted = [
      ['captureUploadCreate', { sessionId, kind: 'SELFIE' }, 'uploadUrl'],
      ['captureChip', { sessionId, sod: 'AA==', dg1: 'AA==', dg2: 'AA==' }, 'id'],
      ['livenessChallengeStart', { sessionId, flashes: false }, 'uploadUrl'],
    ] as const
    for (const [name, input, fields] of wanted) {
      const { userErrors } = await api().mutate(name, input, fields)
      expect(userErrors).toEqual([expect.objectContaining({ code: 'CONSENT_MISSING' })])
    }
    const { result } = await api().mutate('consentRecord', { sessionId, ...consent }, selection)
    expect(result).toEqual({
      consentTextVersion: 'terms-3',
      consentLocale: 'de-AT',
      consentedAt: expect.any(String),
    })
    expect((await api().announce(sessionId, 'SELFIE')).uploadUrl).toContain('/uploads/')
  })

  test('is not asked for otherwise, and recorded all the same', async () => {
    await api().mutate('organizationUpdate', { consentRequired: false })
    const sessionId = await api().newSession()
    expect((await api().announce(sessionId, 'SELFIE')).uploadUrl).toContain('/uploads/')
    const { result } = await api().mutate('consentRecord', { sessionId, ...consent }, selection)
    expect(result.consentTextVersion).toBe('terms-3')
  })

  test.each([
    [{ locale: 'not a language' }, 'INVALID'],
    [{ locale: '' }, 'INVALID'],
  ])('with %j is refused', async (odd, code) => {
    const sessionId = await api().newSession()
    const { userErrors } = await api().mutate('consentRecord', { sessionId, ...consent, ...odd })
    expect(userErrors[0]?.code).toBe(code)
  })

  test('comes too late for a session that is over', async () => {
    const sessionId = await api().newSession()
    await api().mutate('kycSessionCancel', { sessionId })
    const { userErrors } = await api().mutate('consentRecord', { sessionId, ...consent })
    expect(userErrors[0]?.code).toBe('CONFLICT')
  })
})
