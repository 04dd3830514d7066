import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { facePictures } from '../../bench/faces/pictures'
import { differingChecks, type Replay, replay } from '../../bench/replays/replay'
import type { CheckInput } from '../../src/checks/run-checks'
import { canonicalJson } from '../../src/sessions/canonical-json'
import { wireEngines } from '../../src/wire'

const TODAY = '2026-11-24'
const engines = wireEngines()
let input: CheckInput

beforeAll(async () => {
  const { document, selfie } = await facePictures(TODAY)
  const kept = async (captureId: string, bytes: Uint8Array) => ({
    captureId,
    bytes: (await engines.images.normalize(bytes)).bytes,
  })
  input = {
    mode: 'TEST',
    today: TODAY,
    declaredType: null,
    front: await kept('front', document),
    back: null,
    applicant: { selfie: await kept('selfie', selfie) },
  }
})

afterAll(() => engines.images.close())

test('a decision replayed gives every score bit for bit, and every other finding', async () => {
  const first = await replay(engines, { input, facesOnly: false })
  const second = await replay(engines, { input, facesOnly: false })
  expect(first.scores).toMatchObject({ DOCUMENT_READABLE: 1, SELFIE_QUALITY: 1 })
  expect(first.scores.FACE_MATCH).toBeGreaterThan(4)
  expect(differingChecks(first, second)).toEqual([])
  expect(second.digest).toBe(first.digest)
})

test('faces replayed side by side give the same bits as one after the other', async () => {
  const question = { input, facesOnly: true }
  const alone = await replay(engines, question)
  const together = await Promise.all([1, 2, 3].map(() => replay(engines, question)))
  expect(together.map(({ digest }) => digest)).toEqual(Array(3).fill(alone.digest))
})

test('another selfie is another result: the comparison would see a difference', async () => {
  const front = { ...input.front, captureId: 'selfie' }
  const swapped = { ...input, applicant: { selfie: front } }
  const [one, other] = await Promise.all(
    [input, swapped].map((each) => replay(engines, { input: each, facesOnly: true })),
  )
  expect(other?.digest).not.toBe(one?.digest)
  expect(differingChecks(one as Replay, other as Replay)).toContain('PASSIVE_LIVENESS')
})

test('durations do not count, and no two numbers are written alike', () => {
  expect(canonicalJson({ b: 1, a: { durationMs: 5 } }, ['durationMs'])).toBe('{"a":{},"b":1}')
  const texts = [0, -0, Number.NaN, Infinity, null, 1, 1 + Number.EPSILON].map((value) =>
    canonicalJson({ value }),
  )
  expect(new Set(texts).size).toBe(7)
})
