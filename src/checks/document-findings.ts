import type { QualityMeasure } from '../documents/quality/measure-quality'
import type { FieldAgreement, PlacedField, ReadingData } from '../documents/reading'
import type { Quad } from '../vision/geometry'
import { comparisonsOf } from './compare-sources'
import { chipOf, type DocumentFacts, mrzOf, type SideFacts, type Source } from './document-facts'

/** All that was read from the document, as it is stored and shown. */
export function documentFindings(
  facts: DocumentFacts,
  quality: QualityMeasure[],
  portraitBox: Quad | null,
): ReadingData {
  const mrz = mrzOf(facts)?.mrz
  return {
    format: mrz?.format ?? null,
    lines: mrz?.lines ?? [],
    checkDigits: mrz?.checkDigits ?? [],
    repaired: mrz?.repaired ?? false,
    fields: [...[facts.front, facts.back].flatMap(fieldsOf), ...placed(chipOf(facts))],
    agreements: agreementsOf(facts),
    quality: quality.map(({ name, region, value, limit, unit, passes }) => {
      return { name, region, value, limit, unit, passes }
    }),
    outline: facts.front.outline.quad,
    portraitBox,
  }
}

function fieldsOf(side: SideFacts | null): PlacedField[] {
  if (!side) return []
  const { captureId, mrz, visual, barcodes } = side
  const fields = [
    ...(mrz?.fields ?? []),
    ...barcodes.flatMap((barcode) => barcode.fields),
    ...visual.fields,
  ]
  return placed({ captureId, fields })
}

function placed(source: Source | null): PlacedField[] {
  if (!source) return []
  const { captureId, fields } = source
  return fields.map((field) => ({ ...field, captureId }))
}

function agreementsOf(facts: DocumentFacts): FieldAgreement[] {
  return comparisonsOf(facts).flatMap(({ left, right, fields }) => {
    const [a, b] = [left.fields[0]?.source, right.fields[0]?.source]
    if (a === undefined || b === undefined) return []
    return fields.map(({ field, result }) => ({ field, left: a, right: b, result }))
  })
}
