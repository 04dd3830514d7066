import { Field, Float, ID, ObjectType } from 'type-graphql'
import type { CheckDigit, DocumentField, FieldSource as Source } from '../documents/reading'
import type { StoredReading } from '../storage/results'
import type { Point } from '../vision/geometry'
import { FieldSource } from './enums'

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

  @Field(() => [PointType], {
    nullable: true,
    description: 'Its four corners on the image, from the top left, clockwise.',
  })
  box!: Point[] | null
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

  @Field(() => ID, { description: 'The capture it was read from.' })
  captureId!: string

  @Field(() => String, {
    description:
      'The format of the machine-readable zone: TD1, TD2, TD3, MRV_A, MRV_B or FRENCH_ID.',
  })
  format!: string

  @Field(() => [String], { description: 'The lines of the machine-readable zone, as read.' })
  lines!: string[]

  @Field(() => [DocumentFieldType], { description: 'The fields.' })
  fields!: DocumentField[]

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
  const { format, lines, fields, checkDigits, repaired, portraitBox } = data
  return { id, captureId, format, lines, fields, checkDigits, repaired, portraitBox }
}
