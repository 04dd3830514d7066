import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { eraseApplicant } from '../../src/privacy/erase-applicant'
import { RISK_OFF } from '../../src/storage/risk-records'
import { CODE_BITS, protectFaces } from '../../src/trust/protect-face'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { everyRow } from '../support/every-row'
import { assessedSession, madeUpFace, riskOf, turnOn } from '../support/risk'

describe('risk: protected faces', () => {
  const protect = protectFaces(new Uint8Array(32).fill(1), 192)
  const dot = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
  const apart = (a: string, b: string) => [...a].filter((bit, index) => bit !== b[index]).length

  test('compare as before, and their codes differ by the angle between them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 2, noNaN: true }),
        (seed, noise) => {
          const [a, b] = [madeUpFace(seed), madeUpFace(seed, noise)]
          const [safeA, safeB] = [protect(a), protect(b)]
          const product = dot(a.vector, b.vector)
          expect(dot(safeA.template.vector, safeB.template.vector)).toBeCloseTo(product, 2)
          const lengths = Math.sqrt(dot(a.vector, a.vector) * dot(b.vector, b.vector))
          const angle = Math.acos(Math.min(1, product / lengths)) / Math.PI
          expect(Math.abs(apart(safeA.code, safeB.code) / CODE_BITS - angle)).toBeLessThan(0.07)
        },
      ),
      { numRuns: 50 },
    )
  })

  test('with another key they have nothing in common', () => {
    const other = protectFaces(randomBytes(32), 192)
    const [a, b] = [protect(madeUpFace(5)), other(madeUpFace(5))]
    expect(Math.abs(apart(a.code, b.code) / CODE_BITS - 0.5)).toBeLessThan(0.07)
  })

  test('have codes of one length, whatever the template’s', () => {
    for (const size of [192, 704]) {
      const face = { vector: Float32Array.from({ length: size }, (_, i) => Math.sin(i)), bias: 0 }
      expect(protectFaces(new Uint8Array(32), size)(face).code).toMatch(/^[01]{1536}$/)
    }
  })
})

describe('risk: a face among all', () => {
  let app: TestApp
  let tenantId: string
  beforeAll(async () => {
    app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000' })
    tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
  })
  afterAll(() => app.close())
  beforeEach(() => turnOn(app, ['FACES']))

  type Seen = { name: string; value: number | null; evidence: string[] }
  const session = (shown: Parameters<typeof assessedSession>[2], key = app.key) =>
    assessedSession(app, key, shown)
  const alike = async (sessionId: string) =>
    (await riskOf(app, sessionId))?.signals.find(({ name }: Seen) => name === 'FACE_APPLICANTS')

  test('is found under another name, and goes to a person; strangers and the same applicant are not', async () => {
    for (let seed = 100; seed < 110; seed++) await session({ face: madeUpFace(seed) })
    const first = await session({ face: madeUpFace(1) })
    const again = await session({ face: madeUpFace(1, 0.2), applicantId: first.applicantId })
    expect(again.check.reasons).toEqual([])
    const second = await session({ face: madeUpFace(1, 0.3) })
    expect(second.check.score).toBeLessThan(0.5)
    expect(second.check.reasons.map(({ code }) => code)).toEqual(['RISK_FACE_SEEN'])
    const found = await alike(second.sessionId)
    expect(found.value).toBe(1)
    expect([...found.evidence].sort()).toEqual([first.sessionId, again.sessionId].sort())
    expect((await alike(first.sessionId)).value).toBe(1)
    expect((await session({ face: madeUpFace(2) })).check.score).toBeGreaterThan(0.5)
  })

  test('is kept protected and encrypted, and not at all while the group is off', async () => {
    const face = madeUpFace(3)
    const plain = Buffer.from(face.vector.buffer).toString('latin1').slice(0, 64)
    await session({ face })
    expect(await everyRow(app.config.DATABASE_URL)).not.toContain(plain)
    await turnOn(app, ['CONDUCT'])
    const off = await session({ face })
    expect(off.check.reasons).toEqual([])
    const ref = { tenantId, sessionId: off.sessionId }
    expect(await app.deps.riskFaces.ofSession(ref)).toBeNull()
  })

  test('is found in one organisation alone', async () => {
    const theirKey = await anotherKey(app)
    const { tenantId: theirs = '' } = (await app.deps.apiKeys.find(theirKey, new Date())) ?? {}
    const on = { ...RISK_OFF, groups: ['FACES' as const] }
    await app.deps.risk.change(theirs, on, { actor: 'test', at: new Date() })
    await session({ face: madeUpFace(4) }, theirKey)
    expect((await session({ face: madeUpFace(4) })).check.reasons).toEqual([])
  })

  test('turned off, every face is gone; erased, the one', async () => {
    const first = await session({ face: madeUpFace(6) })
    const second = await session({ face: madeUpFace(6) })
    expect((await alike(second.sessionId)).value).toBe(1)
    await eraseApplicant(app.deps, { tenantId, applicantId: first.applicantId }, 'test')
    expect((await alike(second.sessionId)).value).toBe(0)
    await turnOn(app, [])
    await turnOn(app, ['FACES'])
    const ref = { tenantId, sessionId: second.sessionId }
    expect(await app.deps.riskFaces.ofSession(ref)).toBeNull()
    expect((await session({ face: madeUpFace(6) })).check.reasons).toEqual([])
  })

  describe('in the graph', () => {
    beforeEach(() => turnOn(app, ['FACES', 'GRAPH']))
    const graphOf = async (sessionId: string) => {
      const { risk } = await apiClient(app.url, app.key).session(
        sessionId,
        'risk { signals { name value } }',
      )
      const value = (name: string) => risk.signals.find((each: Seen) => each.name === name).value
      return { joined: value('COMPONENT_APPLICANTS'), nearness: value('FRAUD_NEARNESS') }
    }
    const fraud = (sessionId: string) =>
      apiClient(app.url, app.key).mutate('labelCreate', { sessionId, label: 'FRAUD' })

    test('joins applicants at once, in both directions, and is gone with the group', async () => {
      const thief = await session({ face: madeUpFace(20) })
      const other = await session({ face: madeUpFace(20, 0.2) })
      const stranger = await session({ face: madeUpFace(21) })
      await fraud(thief.sessionId)
      expect(await graphOf(other.sessionId)).toEqual({ joined: 2, nearness: 1 / 3 })
      expect(await graphOf(thief.sessionId)).toEqual({ joined: 2, nearness: 1 })
      expect(await graphOf(stranger.sessionId)).toEqual({ joined: 1, nearness: 0 })
      const next = await session({ face: madeUpFace(20, 0.1) })
      expect(next.check.reasons.map(({ code }) => code)).toContain('RISK_CONNECTED')
      await turnOn(app, ['GRAPH'])
      expect(await app.deps.risk.ofSession({ tenantId, sessionId: thief.sessionId })).toEqual([])
      expect(await graphOf(other.sessionId)).toEqual({ joined: 1, nearness: 0 })
    })

    test('an applicant who is erased joins nobody from that moment on, and nobody is left joined through them', async () => {
      const first = await session({ face: madeUpFace(22) })
      const second = await session({ face: madeUpFace(22, 0.2) })
      await fraud(first.sessionId)
      expect(await graphOf(second.sessionId)).toEqual({ joined: 2, nearness: 1 / 3 })
      await eraseApplicant(app.deps, { tenantId, applicantId: first.applicantId }, 'test')
      expect(await graphOf(second.sessionId)).toEqual({ joined: 1, nearness: 0 })
      const links = await app.deps.risk.ofSession({ tenantId, sessionId: second.sessionId })
      expect(links.map(({ kind, key }) => [kind, key])).toEqual([['FACE', second.sessionId]])
    })
  })
})
