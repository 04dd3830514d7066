import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sameFace } from '../../src/learning/same-face'
import { createRandom } from '../../src/specimens/random'
import { falseMatchRate } from '../../src/vision/face-calibration'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { newMember } from '../support/members'
import { pastSessions } from '../support/past-sessions'
import { reviewed } from '../support/reviewed'

let app: TestApp
let reviewers: [string, string]
beforeAll(async () => {
  app = await startTestApp([])
  const [ann, ben] = [
    await newMember(app, app.tenantId, ['REVIEWER']),
    await newMember(app, app.tenantId, ['REVIEWER']),
  ]
  reviewers = [ann.id, ben.id]
})
afterAll(() => app.close())

const MISMATCH = { outcome: 'REJECT' as const, reasons: ['FACE_MISMATCH'] }
const APPROVED = { outcome: 'APPROVE' as const, reasons: [] }

const FIGURE = '{ value low high }'
const REFIT = `scale offset trainedOn { same different } heldBack { same different } before ${FIGURE} after ${FIGURE} gain ${FIGURE}`

async function measured(mode = 'TEST') {
  const bins = 'bins { from to stated same of observed low high }'
  const shown = `state labels reviews different unclear highest atHighest cllr { value low high } cllrMin ${bins} refit { ${REFIT} }`
  const { data } = await apiClient(app.url, app.key).ask(
    `{ matchCalibration(mode: ${mode}) { ${shown} } }`,
  )
  return data.matchCalibration
}

const table = JSON.parse(readFileSync('models/face-verification.json', 'utf8')).falseMatchRates
const scoreOf = (ratio: number) => -Math.log10(falseMatchRate(table, ratio))

const DEVIATION = 3
const random = createRandom(3)
/** Log-likelihood ratios that mean what they say, `bias` apart from it. */
const ratios = (count: number, same: boolean, bias = 0) =>
  Array.from({ length: count }, () => {
    const mean = ((same ? 1 : -1) * DEVIATION ** 2) / 2
    return mean + DEVIATION * random.normal() + bias
  })

type Known = {
  ratios: number[]
  label?: 'LEGITIMATE' | 'FRAUD'
  models?: TestApp['deps']['models']
}
const compared = ({ ratios: all, label, models = app.deps.models }: Known) =>
  pastSessions(
    app,
    all.map((ratio) => ({
      ...{ at: new Date(), signals: {}, match: scoreOf(ratio), models },
      ...(label && { label }),
    })),
  )

describe('loop: calibration of the face match', () => {
  test('is not told of fewer than thirty people of a kind', async () => {
    await compared({ ratios: ratios(200, true), label: 'LEGITIMATE' })
    const two = await compared({ ratios: ratios(29, false) })
    await reviewed(
      app,
      reviewers,
      two.map(({ sessionId }) => ({ sessionId, review: MISMATCH })),
    )
    expect(await measured()).toMatchObject({
      ...{ state: 'NOT_ENOUGH', labels: 200, reviews: 0, different: 29, unclear: 0 },
      ...{ cllr: { value: null, low: null, high: null }, cllrMin: null, bins: [], refit: null },
    })
  })

  test('shows shares that agree with ratios which mean what they say', async () => {
    const two = await compared({ ratios: ratios(171, false) })
    await reviewed(
      app,
      reviewers,
      two.map(({ sessionId }) => ({ sessionId, review: MISMATCH })),
    )
    const found = await measured()
    expect(found).toMatchObject({ state: 'MEASURED', labels: 200, different: 200 })
    const inside = found.bins.filter(({ stated, low, high }: Record<string, number>) => {
      return Number(stated) >= Number(low) && Number(stated) <= Number(high)
    })
    expect(found.bins.length).toBeGreaterThan(3)
    expect(inside.length).toBeGreaterThanOrEqual(found.bins.length - 1)
    const counted = found.bins.reduce((sum: number, { of }: { of: number }) => sum + of, 0)
    expect(counted).toBe(400)
    // Where the data end no more is claimed.
    expect(found.highest).toBeCloseTo(table.at(-1)[0], 4)
    expect(found.atHighest).toBeGreaterThan(10)
    expect(found.cllr.value).toBeGreaterThan(found.cllrMin)
    expect(found.cllr.value - found.cllrMin).toBeLessThan(0.06)
    // Of real sessions nothing is known.
    expect(await measured('LIVE')).toMatchObject({ state: 'NOT_ENOUGH', labels: 0, different: 0 })
  })

  test('takes neither fraud nor other models for what they do not say', async () => {
    const before = await measured()
    await compared({ ratios: ratios(40, true), label: 'FRAUD' })
    const other = app.deps.models.map((model) => ({ ...model, sha256: '0'.repeat(64) }))
    await compared({ ratios: ratios(40, false), label: 'LEGITIMATE', models: other })
    expect(await measured()).toEqual({ ...before, unclear: 40 })
  })

  test('shows that ratios claim too much of one person', async () => {
    const two = await compared({ ratios: ratios(600, false, 6) })
    await reviewed(
      app,
      reviewers,
      two.map(({ sessionId }) => ({ sessionId, review: MISMATCH })),
    )
    const { bins, cllr, cllrMin } = await measured()
    const above = bins.filter(
      ({ stated, high }: Record<string, number>) => Number(stated) > Number(high),
    )
    expect(above.length).toBeGreaterThan(1)
    expect(cllr.low - cllrMin).toBeGreaterThan(0.05)
  })

  test('says what another calibration would do, learned from the older half and measured on the newer', async () => {
    // Of the newer half there is nobody of one person yet.
    expect((await measured()).refit).toBeNull()
    await compared({ ratios: ratios(200, true), label: 'LEGITIMATE' })
    const { refit } = await measured()
    expect(refit).toMatchObject({
      trainedOn: { same: 200, different: 400 },
      heldBack: { same: 200, different: 400 },
    })
    // Too many strangers were taken for the person: they are to be believed less.
    expect(refit.offset).toBeLessThan(0)
    expect(refit.scale).toBeLessThan(1)
    expect(refit.gain.low).toBeGreaterThan(0)
    expect(refit.before.value - refit.after.value).toBeCloseTo(refit.gain.value, 9)
  })

  test('is known by an honest label, an approval, or a rejection since the faces differ, and not where two reviewers differ', () => {
    const nothing = { label: null, review: null, blind: null }
    const of = (known: Partial<Parameters<typeof sameFace>[0]>) =>
      sameFace({ ...nothing, ...known })
    expect(of({ label: 'LEGITIMATE', review: MISMATCH })).toEqual({ same: true, source: 'LABEL' })
    expect(of({ review: APPROVED })).toEqual({ same: true, source: 'REVIEW' })
    expect(of({ review: APPROVED, blind: APPROVED })).toEqual({ same: true, source: 'REVIEW' })
    expect(of({ review: MISMATCH, label: 'FRAUD' })).toEqual({ same: false, source: 'REVIEW' })
    expect(of({ review: MISMATCH, blind: APPROVED })).toBeNull()
    expect(of({ review: APPROVED, label: 'CHARGEBACK' })).toBeNull()
    expect(of({ review: { outcome: 'REJECT', reasons: ['TAMPER_SUSPECTED'] } })).toBeNull()
    expect(of({ label: 'FRAUD' })).toBeNull()
  })
})
