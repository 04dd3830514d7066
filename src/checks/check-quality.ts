import type { CheckResult, Reason } from '../decision/check-result'
import type { ReasonCode } from '../decision/reasons'
import type { Face } from '../deps'
import {
  measureQuality,
  type QualityMeasure,
  type QualityRegion,
} from '../documents/quality/measure-quality'
import { QUALITY_LIMITS, type QualityName } from '../documents/quality/quality-limits'
import { measureFace } from '../vision/face-quality'
import type { FaceQualityName } from '../vision/face-quality-limits'
import type { RgbImage } from '../vision/geometry'
import { quadOfBox } from '../vision/quads'
import { type DocumentFacts, mainSource, RELIED_ON, type SideFacts } from './document-facts'

type Measured = Omit<CheckResult, 'durationMs'>

const CODES: Record<QualityName, ReasonCode> = {
  BLUR: 'IMAGE_BLURRED',
  GLARE: 'IMAGE_GLARE',
  TOO_DARK: 'IMAGE_TOO_DARK',
  TOO_BRIGHT: 'IMAGE_TOO_BRIGHT',
  LOW_CONTRAST: 'IMAGE_FAINT',
  TOO_SMALL: 'IMAGE_DOCUMENT_SMALL',
  CUT_OFF: 'IMAGE_CUT_OFF',
}

/** Every quality measure of one side: over all, of the zone, of each field and of the portrait. */
export function qualityOf(side: SideFacts, face: Face | null): QualityMeasure[] {
  const fields = [...(side.mrz?.fields ?? []), ...side.visual.fields]
  const regions: QualityRegion[] = fields.flatMap(({ name, source, box }) =>
    box === null ? [] : [{ name: `${source} ${name}`, kind: 'TEXT' as const, box }],
  )
  const portrait: QualityRegion[] = face
    ? [{ name: PORTRAIT, kind: 'FACE', box: quadOfBox(face.box) }]
    : []
  const measures = measureQuality(side.image, [...regions, ...portrait], side.outline)
  return [...measures, ...(face ? asFace(side.image, face) : [])]
}

const PORTRAIT = 'PORTRAIT'

/** What is measured of a portrait as of any face, as far as the photographer of the document can mend it. */
const MENDABLE: Partial<Record<FaceQualityName, QualityName>> = {
  SHARPNESS: 'BLUR',
  UNDER_EXPOSURE: 'TOO_DARK',
  OVER_EXPOSURE: 'TOO_BRIGHT',
}

function asFace(image: RgbImage, face: Face): QualityMeasure[] {
  return measureFace(image, face, []).flatMap((measure) => {
    const name = MENDABLE[measure.name]
    if (name === undefined) return []
    const message = measure.passes ? '' : QUALITY_LIMITS[name].message
    return [{ ...measure, name, region: PORTRAIT, message }]
  })
}

/**
 * The photographs are good enough. Where everything that is relied on was read for certain all the same, a poor one
 * only warns: the applicant need not repeat what served its purpose.
 */
export function checkQuality(facts: DocumentFacts, front: QualityMeasure[]): Measured {
  const check = 'IMAGE_QUALITY'
  const failing = front.filter(({ passes }) => !passes)
  if (failing.length === 0) return { check, score: 1, reasons: [] }
  const reasons = failing.map(({ name, region, value, limit, unit, box }): Reason => {
    const measured = `${round(value)} ${unit}`
    return {
      code: CODES[name],
      evidence: {
        captureId: facts.front.captureId,
        field: region,
        measured,
        limit: `${round(limit)} ${unit}`,
        box,
      },
    }
  })
  return { check, score: readForCertain(facts) ? 0.5 : 0, reasons }
}

function readForCertain(facts: DocumentFacts): boolean {
  const source = mainSource(facts)
  return RELIED_ON.every((name) =>
    source?.fields.some((field) => field.name === name && !field.uncertain),
  )
}

function round(value: number | null): string {
  return value === null ? 'unknown' : String(Math.round(value * 100) / 100)
}
