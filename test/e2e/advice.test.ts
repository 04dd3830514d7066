import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createImages } from '../../src/inference/images'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'
import { applicantOf } from '../support/capture-links'
import { photo } from '../support/images'
import { photograph } from '../support/photographs'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp(['verify', 'housekeeping'])
})
afterAll(() => app.close())

describe('an applicant whose pictures were no good', () => {
  test('is told what to mend, until it is mended, and nothing else of the checks', async () => {
    const api = apiClient(app.url, app.key)
    const sessionId = await api.newSession()
    const applicant = apiClient(app.url, await applicantOf(app, sessionId))
    const advice = async () => (await applicant.session(sessionId, 'advice { code kind }')).advice
    expect(await advice()).toEqual([])
    const face = await createImages().encode(await photograph(6))
    await applicant.upload(sessionId, 'DOCUMENT_FRONT', await photo(1200, 800))
    await applicant.upload(sessionId, 'SELFIE', Buffer.from(face))
    await api.mutate('kycSessionSubmit', { sessionId })
    await eventually(async () => {
      const { status } = await api.session(sessionId, 'status')
      return status === 'AWAITING_CAPTURE'
    }, 90)
    const told = await advice()
    expect(told).toContainEqual({ code: 'MRZ_NOT_FOUND', kind: 'DOCUMENT_FRONT' })
    await applicant.upload(sessionId, 'DOCUMENT_FRONT', await photo(1200, 800, 2))
    const left = (await advice()) as { kind: string }[]
    expect(left.filter(({ kind }) => kind === 'DOCUMENT_FRONT')).toEqual([])
    const { data } = await applicant.ask(
      'query($id: ID!) { kycSession(id: $id) { decision { id } } }',
      { id: sessionId },
    )
    expect(data?.kycSession?.decision ?? null).toBeNull()
  }, 120_000)
})
