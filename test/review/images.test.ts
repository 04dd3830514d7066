import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ROLE_NAMES } from '../../src/access/actions'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { referredSession } from '../support/cases'
import { photo } from '../support/images'
import { cookieOf, newMember } from '../support/members'

let app: TestApp
let tenantId: string
let reviewer: { id: string; cookie: string }

beforeAll(async () => {
  app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
  tenantId = app.tenantId
  reviewer = await newMember(app, tenantId, ['REVIEWER'])
})
afterAll(() => app.close())

/** A session in review with a selfie that was stored, and its case. */
async function pictured() {
  const session = await referredSession(app, app.key, { selfie: await photo(640, 480) })
  const captures = await app.deps.captures.ofSession(session)
  return { ...session, captureId: captures[0]?.id ?? '' }
}

const get = (sessionId: string, image: string, headers: Record<string, string>) =>
  fetch(`${app.url}/sessions/${sessionId}/images/${image}`, { headers })
const asReviewer = () => ({ cookie: reviewer.cookie })

async function audited(sessionId: string) {
  const rows = await app.deps.audit.rows(tenantId, 0, 100_000)
  return rows
    .filter(({ object, action }) => object === sessionId && action.startsWith('IMAGE_'))
    .map(({ actor, action, details }) => ({ actor, action, details }))
}

describe('review: an image', () => {
  test('is shown to whoever has the case in hand, kept by nobody, and each view is one row', async () => {
    const { sessionId, caseId, captureId } = await pictured()
    await apiClient(app.url, asReviewer()).mutate('reviewCaseTake', { caseId })
    for (const _ of [1, 2]) {
      const response = await get(sessionId, captureId, asReviewer())
      expect(response.status).toBe(200)
      expect(response.headers.get('cache-control')).toBe('no-store, private')
      expect(response.headers.get('content-disposition')).toBe('inline')
      expect(response.headers.get('content-security-policy')).toContain('sandbox')
      expect(response.headers.get('content-type')).toBe('image/jpeg')
      const { width, height } = await app.deps.images.decode(
        new Uint8Array(await response.arrayBuffer()),
      )
      const kept = await app.deps.captures.get(tenantId, captureId)
      expect({ width, height }).toEqual({ width: kept.width, height: kept.height })
    }
    const view = { actor: reviewer.id, action: 'IMAGE_VIEWED' }
    const details = { image: captureId, frame: 0 }
    expect(await audited(sessionId)).toEqual([
      { ...view, details },
      { ...view, details },
    ])
  })

  test('is refused without the case in hand, whatever the role, and that is a row as well', async () => {
    const { sessionId, captureId } = await pictured()
    const statuses: Record<string, number> = {}
    for (const role of ROLE_NAMES) {
      const cookie = await cookieOf(app, tenantId, [role])
      statuses[role] = (await get(sessionId, captureId, { cookie })).status
    }
    statuses['KEY'] = (
      await get(sessionId, captureId, { authorization: `Bearer ${app.key}` })
    ).status
    statuses['NOBODY'] = (await get(sessionId, captureId, {})).status
    const refused = { ADMIN: 403, REVIEWER: 403, AUDITOR: 403, DEVELOPER: 403, KEY: 403 }
    expect(statuses).toEqual({ ...refused, NOBODY: 401 })
    // Those who may see images at all are told of; the others are refused before anything is looked at.
    expect((await audited(sessionId)).map(({ action }) => action)).toEqual(
      Array(3).fill('IMAGE_REFUSED'),
    )
  })

  test('is not there for another organisation, of another session, or under a made-up name', async () => {
    const [mine, other] = [await pictured(), await pictured()]
    await apiClient(app.url, asReviewer()).mutate('reviewCaseTake', { caseId: mine.caseId })
    const their = await app.deps.apiKeys.find(await anotherKey(app), new Date())
    const cookie = await cookieOf(app, their?.tenantId ?? '', ['ADMIN'])
    expect((await get(mine.sessionId, mine.captureId, { cookie })).status).toBe(404)
    expect((await get(mine.sessionId, other.captureId, asReviewer())).status).toBe(404)
    for (const name of ['portrait', 'x', '..%2f..%2fetc%2fpasswd'])
      expect((await get(mine.sessionId, name, asReviewer())).status).toBe(404)
    expect(await audited(mine.sessionId)).toEqual([])
  })

  test('is gone with an erased session', async () => {
    const { sessionId, caseId, captureId } = await pictured()
    await apiClient(app.url, asReviewer()).mutate('reviewCaseTake', { caseId })
    const { applicantId } = await app.deps.sessions.get({ tenantId, sessionId })
    await apiClient(app.url, app.key).mutate('applicantErase', { applicantId })
    expect((await get(sessionId, captureId, asReviewer())).status).toBe(403)
    expect((await audited(sessionId)).map(({ action }) => action)).toEqual(['IMAGE_REFUSED'])
  })
})
