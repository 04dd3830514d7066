import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let applicantId: string
beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '1' }) // and 10 within ten seconds
  const { result } = await apiClient(app.url, app.key).mutate('applicantCreate', {})
  applicantId = result.id
})
afterAll(() => app.close())

const get = (path: string, key = app.key) =>
  fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${key}` } })

/** The allowance grows by one a second meanwhile, which a busy machine may take to answer: what it grew is used up first. */
async function untilRefused<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  for (let left = 50; left > 1; left--) {
    const answer = await ask()
    if (answer.status !== 200) return answer
  }
  return ask()
}

describe('hardening: exports take from the allowance of the organisation', () => {
  test('and once it is used up are refused, as is GraphQL, with when to try again', async () => {
    const paths = [`/applicants/${applicantId}/export`, '/audit/export']
    for (const path of paths) expect((await get(path)).status).toBe(200)
    const answers = await Promise.all(Array.from({ length: 20 }, () => get('/audit/export')))
    expect(answers.map(({ status }) => status)).toContain(200)
    expect(answers.map(({ status }) => status)).toContain(429)
    for (const path of paths) {
      const refused = await untilRefused(() => get(path))
      const retryAfterSec = Number(refused.headers.get('retry-after'))
      expect([refused.status, retryAfterSec > 0]).toEqual([429, true])
      expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED', retryAfterSec })
    }
    const asked = await untilRefused(() => apiClient(app.url, app.key).ask('{ __typename }'))
    expect(asked.status).toBe(429)
    expect((await get('/audit/export', 'cs_test_nobody')).status).toBe(401)
  })
})
