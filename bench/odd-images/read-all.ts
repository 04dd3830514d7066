import { checkDocument } from '../../src/checks/check-document'
import { qualityOf } from '../../src/checks/check-quality'
import type { DocumentFacts } from '../../src/checks/document-facts'
import { documentFindings } from '../../src/checks/document-findings'
import { findPortrait } from '../../src/checks/find-portrait'
import { readSide } from '../../src/checks/read-side'
import { type Stopwatch, stopwatch, type Timing } from '../../src/checks/stopwatch'
import type { Deps } from '../../src/deps'
import { AppError } from '../../src/errors'

type ReadDeps = Pick<Deps, 'images' | 'documents' | 'faces' | 'policy'>

/**
 * What became of a file. `code`: READ, the code of the guard's refusal, or FAILED; of a failure, `stage` and `error` say
 * where and what. Timings are wall-clock milliseconds.
 */
export type ReadOutcome = {
  code: string
  timings: Timing[]
  failure: { stage: string; error: string } | null
}

/**
 * Takes a file the whole way that an upload goes: through the image guard, then everything that is read off a document
 * and the checks on it, as run-checks.ts does. Only the guard may refuse; whatever else is thrown, and any number in
 * the findings that is not finite, is a failure.
 */
export async function readAll(
  deps: ReadDeps,
  bytes: Uint8Array,
  side: 'Front' | 'Back',
): Promise<ReadOutcome> {
  const { watch, current } = tracing()
  const outcome = (code: string, failure: ReadOutcome['failure'] = null) => ({
    code,
    timings: watch.timings,
    failure,
  })
  try {
    const normal = await watch.time('normalize', () => deps.images.normalize(bytes))
    const findings = await readPage(deps, watch, normal.bytes, side)
    const broken = notFinite(findings, 'findings')
    return broken === null
      ? outcome('READ')
      : outcome('FAILED', { stage: 'findings', error: `${broken} is not a finite number` })
  } catch (thrown) {
    if (thrown instanceof AppError && current() === 'normalize') return outcome(thrown.code)
    const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
    return outcome('FAILED', { stage: current(), error })
  }
}

/** All of them are computed, whatever the default policy lets weigh. */
const ALL_SIGNALS = {
  SCREEN_RECAPTURE: 'REFER',
  BLACK_AND_WHITE_COPY: 'REFER',
  PORTRAIT_EDGE: 'REFER',
} as const

async function readPage(
  deps: ReadDeps,
  watch: Stopwatch,
  bytes: Uint8Array,
  side: 'Front' | 'Back',
) {
  const captureId = 'odd'
  const image = await watch.time('decode', () => deps.images.decode(bytes))
  const portrait = await watch.time('findPortrait', () => findPortrait(deps, image))
  const { face } = portrait
  const read = await readSide(deps, watch, { side, captureId, image }, face)
  const facts: DocumentFacts = {
    mode: 'LIVE',
    today: '2026-01-01',
    declaredType: null,
    front: read,
    back: null,
    face: face?.box ?? null,
  }
  const quality = await watch.time('measureQuality', () => qualityOf(read, face))
  return watch.time('checkDocument', () => ({
    results: checkDocument(facts, quality, { tamperSignals: ALL_SIGNALS }),
    reading: documentFindings(facts, quality, null),
    visual: read.visual,
    barcodes: read.barcodes,
    outline: read.outline,
  }))
}

/** A stopwatch that also knows the step it is at. */
function tracing(): { watch: Stopwatch; current(): string } {
  const inner = stopwatch()
  let step = 'start'
  const time: Stopwatch['time'] = (name, work) => {
    step = name
    return inner.time(name, work)
  }
  return { watch: { ...inner, time }, current: () => step }
}

/** The path of the first number that JSON cannot hold; null when there is none. */
function notFinite(value: unknown, path: string): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : path
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    const found = notFinite(inner, `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}
