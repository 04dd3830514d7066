import { Field, Float, ID, ObjectType } from 'type-graphql'
import type {
  CheckDigit,
  FieldAgreement,
  PlacedField,
  QualityFinding,
  FieldSource as Source,
} from '../documents/reading'
import type { StoredReading } from '../storage/results'
import type { Point } from '../vision/geometry'
import { Agreement, FieldSource } from './enums'

@ObjectType('Point', { description: 'A place on an image, in pixels from its top left corner.' })
export class PointType {
  @Field(() => Float, { description: 'To the right.' })
  x!: number

  @Field(() => Float, { description: 'Downwards.' })
  y!: number
}

@ObjectType('DocumentField', { description: 'One value read from the document.' })
export class DocumentFieldType {
  @Field(() => String, {
    description: 'Which field, after ICAO 9303: DOCUMENT_NUMBER, SURNAME, BIRTH_DATE …',
  })
  name!: string

  @Field(() => String, { description: 'The value: fillers removed, dates as YYYY-MM-DD.' })
  value!: string

  @Field(() => FieldSource, { description: 'Where it was read.' })
  source!: Source

  @Field(() => Float, { description: 'How sure the reader is, 0 to 1.' })
  confidence!: number

  @Field(() => Boolean, { description: 'Do not rely on this value unseen.' })
  uncertain!: boolean

  @Field(() => ID, { description: 'The capture it was read from.' })
  captureId!: string

  @Field(() => [PointType], {
    nullable: true,
    description: 'Its four corners on the image, from the top left, clockwise.',
  })
  box!: Point[] | null
}

@ObjectType('FieldAgreement', { description: 'How one field compares between two sources.' })
export class FieldAgreementType {
  @Field(() => String, { description: 'Which field.' })
  field!: string

  @Field(() => FieldSource, { description: 'One source.' })
  left!: Source

  @Field(() => FieldSource, { description: 'The other.' })
  right!: Source

  @Field(() => Agreement, { description: 'How they compare.' })
  result!: FieldAgreement['result']
}

@ObjectType('QualityFinding', {
  description: 'A measured property of the photograph of the front.',
})
export class QualityFindingType {
  @Field(() => String, {
    description: 'BLUR, GLARE, TOO_DARK, TOO_BRIGHT, LOW_CONTRAST, TOO_SMALL or CUT_OFF.',
  })
  name!: string

  @Field(() => String, { description: 'PAGE for the whole document, or the part measured.' })
  region!: string

  @Field(() => Float, { nullable: true, description: 'Null where there was nothing to measure.' })
  value!: number | null

  @Field(() => Float, { description: 'What would just pass.' })
  limit!: number

  @Field(() => String, { description: 'The unit of value and limit.' })
  unit!: string

  @Field(() => Boolean, { description: 'Whether it is good enough.' })
  passes!: boolean
}

@ObjectType('CheckDigit', {
  description: 'A check digit of the machine-readable zone (ICAO 9303-3 §4.9).',
})
export class CheckDigitType {
  @Field(() => String, {
    description:
      'What it covers: DOCUMENT_NUMBER, BIRTH_DATE, EXPIRY_DATE, OPTIONAL_DATA or COMPOSITE.',
  })
  field!: string

  @Field(() => String, { description: 'The digit on the document.' })
  printed!: string

  @Field(() => String, { description: 'The digit it should be.' })
  expected!: string

  @Field(() => Boolean, { description: 'Whether they agree.' })
  valid!: boolean
}

@ObjectType('DocumentReading', { description: 'What was read from the document.' })
export class DocumentReadingType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => ID, { description: 'The capture of the front.' })
  captureId!: string

  @Field(() => String, {
    nullable: true,
    description:
      'The format of the machine-readable zone: TD1, TD2, TD3, MRV_A, MRV_B or FRENCH_ID; null where there is none.',
  })
  format!: string | null

  @Field(() => [String], { description: 'The lines of the machine-readable zone, as read.' })
  lines!: string[]

  @Field(() => [DocumentFieldType], {
    description: 'Every field of every source; a field printed in two zones is here twice.',
  })
  fields!: PlacedField[]

  @Field(() => [FieldAgreementType], { description: 'How the sources compare, field by field.' })
  agreements!: FieldAgreement[]

  @Field(() => [QualityFindingType], { description: 'How good the photograph of the front is.' })
  quality!: QualityFinding[]

  @Field(() => [PointType], {
    description: 'The four corners of the document on the image of the front.',
  })
  outline!: Point[]

  @Field(() => [CheckDigitType], { description: 'The check digits.' })
  checkDigits!: CheckDigit[]

  @Field(() => Boolean, {
    description:
      'Whether a character was changed to make a check digit fit: never approved by itself.',
  })
  repaired!: boolean

  @Field(() => [PointType], {
    nullable: true,
    description: 'The four corners of the portrait on the image.',
  })
  portraitBox!: Point[] | null
}

export function toReading({ id, captureId, data }: StoredReading): DocumentReadingType {
  return { id, captureId, ...data }
}
