import { expect, test } from '@jest/globals'
import { accuracyCard, type Card } from '../../src/evaluation/accuracy-card'
import { summarizeFaces } from '../../src/evaluation/faces'
import { trialOfPairs } from '../../src/evaluation/faces-trials'
import { summarizeLiveness } from '../../src/evaluation/liveness'

const COSTS = { cpuMs: [1], peakRssMb: 1 }
const EMPTY: Card = {
  date: '2026-11-24',
  codeVersion: '0.1.0',
  policyVersion: 'default-9',
  models: [
    {
      name: 'face-mesh',
      file: 'face-mesh.onnx',
      sha256: 'ab12',
      licence: 'MIT | Apache-2.0',
      source: 'npm:mesh@1',
      provenance: 'Trained on faces nobody names.',
    },
  ],
  fit: null,
  pairs: null,
  identities: null,
  liveness: null,
  mrz: null,
}

function faces(seen: boolean): Card['pairs'] {
  const pairs = [9, 8, 2, -1, -3, 1].map((score, index) => ({
    a: `a${index}`,
    b: `b${index}`,
    same: index < 3,
    fold: String(index % 3),
    score,
  }))
  return { report: summarizeFaces(trialOfPairs(pairs, 5), 5, COSTS), seen }
}

test('the card names date, versions, models with their hash, licence and what they were trained on', () => {
  const text = accuracyCard(EMPTY)
  for (const part of ['2026-11-24', 'Countersign 0.1.0', 'default-9', '`ab12`', 'npm:mesh@1'])
    expect(text).toContain(part)
  expect(text).toContain('MIT \\| Apache-2.0')
  expect(text).toContain('Trained on faces nobody names.')
})

test('what was not measured is said, section by section', () => {
  expect(accuracyCard(EMPTY).match(/Not measured for this card/g)).toHaveLength(4)
})

test('rates at the shipped threshold stand with counts and intervals', () => {
  const text = accuracyCard({ ...EMPTY, pairs: faces(false) })
  expect(text).toContain('6 pairs: 3 of one person, 3 of two; in 0 a face was not found')
  expect(text).toContain('| false non-matches (FNMR) there | 33.33 % (6.15 % to 79.23 %) |')
  expect(text).toContain('3 pairs of two people cannot show so low a rate')
  expect(text).not.toContain('not held out')
})

test('figures on the photographs of the fit are called so', () => {
  expect(accuracyCard({ ...EMPTY, identities: faces(true) })).toContain(
    '**the figures are not held out**',
  )
})

test('held-out figures come from the cross-validation in the back end', () => {
  const crossValidation = {
    parts: 5,
    genuine: 1000,
    impostor: 100_000,
    equalErrorRate: 0.004,
    trueAcceptsAt1e3: 0.99,
    trueAcceptsAt1e4: 0.98,
    falseMatchRate: 6e-5,
    falseNonMatchRate: 0.027,
  }
  const text = accuracyCard({ ...EMPTY, fit: { images: 50, people: 20, crossValidation } })
  expect(text).toContain('fitted on 50 photographs of 20 people')
  expect(text).toContain('27 of 1000 = 2.70 % (1.86 % to 3.90 %)')
  expect(text).toContain('6 of 100000 = 6.0e-5')
})

test('attacks are told by kind, and the living refused beside them', () => {
  const items = [
    { path: 'p', label: 'print' as const, score: 0.9, network: 0.9 },
    { path: 'q', label: 'replay' as const, score: 0.1, network: 0.1 },
    { path: 'l', label: 'live' as const, score: 0.9, network: 0.9 },
  ]
  const text = accuracyCard({ ...EMPTY, liveness: summarizeLiveness(items, 0.5, COSTS) })
  expect(text).toContain('(APCER), print | 100.00 %')
  expect(text).toContain('(APCER), replay | 0.00 %')
  expect(text).toContain('(BPCER) | 0.00 %')
})

test('the limits are in plain words', () => {
  const text = accuracyCard(EMPTY)
  for (const part of ['Masks, deepfakes', 'demographic', 'MS-Celeb-1M', 'certified'])
    expect(text).toContain(part)
})
