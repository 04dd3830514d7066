import { editDistance } from '../documents/edit-distance'
import type { DocumentField, FieldName, FieldSource } from './reading'
import { stateName } from './states'
import {
  type ComparisonReason,
  type ComparisonResult,
  compareNames,
  type Judgement,
} from './visual-zone/compare-names'
import { lettersOf } from './visual-zone/fold'

/** One field of two sources, with both values and boxes in it; `distance` is null where one is missing. */
export type FieldComparison = {
  field: FieldName
  left: DocumentField | null
  right: DocumentField | null
  result: ComparisonResult
  reason: ComparisonReason
  distance: number | null
}

/** The fields a machine-readable zone holds, and so the chip's copy of it. */
const ZONE_FIELDS: FieldName[] = [
  'SURNAME',
  'GIVEN_NAMES',
  'DOCUMENT_NUMBER',
  'BIRTH_DATE',
  'EXPIRY_DATE',
  'SEX',
  'NATIONALITY',
]

/** The fields that each source can hold; what it cannot hold it does not miss. */
const HELD: Record<FieldSource, FieldName[]> = {
  MRZ: ZONE_FIELDS,
  CHIP: ZONE_FIELDS,
  BARCODE: [...ZONE_FIELDS, 'ISSUE_DATE'],
  VIZ: [...ZONE_FIELDS, 'ISSUE_DATE', 'BIRTH_PLACE', 'PERSONAL_NUMBER', 'AUTHORITY'],
}

/**
 * Compares the fields of two sources of one document, such as its visual and its machine-readable zone: every field that
 * both can hold and at least one has.
 */
export function compareFields(left: DocumentField[], right: DocumentField[]): FieldComparison[] {
  const common = heldBy(left).filter((name) => heldBy(right).includes(name))
  return common.flatMap((name): FieldComparison[] => {
    const a = fieldOf(left, name)
    const b = fieldOf(right, name)
    if (a === null && b === null) return []
    if (a === null || b === null)
      return [
        { field: name, left: a, right: b, result: 'MISSING', reason: 'ABSENT', distance: null },
      ]
    return [{ field: name, left: a, right: b, ...judge(name, a, b, { left, right }) }]
  })
}

function heldBy(fields: DocumentField[]): FieldName[] {
  const source = fields[0]?.source
  return source === undefined ? HELD.VIZ : HELD[source]
}

function fieldOf(fields: DocumentField[], name: FieldName): DocumentField | null {
  return fields.find((field) => field.name === name) ?? null
}

type Sides = { left: DocumentField[]; right: DocumentField[] }

/** A value that its own reader marked uncertain proves no difference. */
function judge(name: FieldName, a: DocumentField, b: DocumentField, sides: Sides): Judgement {
  const judged = judgeValues(name, a, b, sides)
  if (judged.result !== 'DIFFERS' || !(a.uncertain || b.uncertain)) return judged
  const near = judged.distance <= Math.max(1, lettersOf(a.value).length / 5)
  return { ...judged, result: 'DOUBTFUL', reason: near ? 'OCR_DOUBT' : 'MISMATCH' }
}

function judgeValues(name: FieldName, a: DocumentField, b: DocumentField, sides: Sides): Judgement {
  if (NAMES.includes(name))
    return compareNames(a.value, b.value, isCut(sides.left) || isCut(sides.right))
  if (name === 'NATIONALITY') return compareNationalities(a.value, b.value)
  if (name === 'SEX' || name.endsWith('DATE')) return compareExactly(a.value, b.value)
  return compareNumbers(a.value, b.value)
}

const NAMES: FieldName[] = ['SURNAME', 'GIVEN_NAMES', 'BIRTH_PLACE', 'AUTHORITY']

function compareExactly(left: string, right: string): Judgement {
  const distance = editDistance(left, right)
  return distance === 0
    ? { result: 'AGREES', reason: 'EQUAL', distance }
    : { result: 'DIFFERS', reason: 'MISMATCH', distance }
}

/** Whether names fill a machine-readable zone: some may have been left out (ICAO 9303-3 §4.6). */
function isCut(fields: DocumentField[]): boolean {
  const [source] = fields
  if (source?.source !== 'MRZ' && source?.source !== 'CHIP') return false
  const surname = fieldOf(fields, 'SURNAME')?.value ?? ''
  const givenNames = fieldOf(fields, 'GIVEN_NAMES')?.value ?? ''
  return surname.length + givenNames.length >= LEAST_FULL_ZONE
}

/** The shortest name field is a TD1's: 30 characters, two of them fillers between the names. */
const LEAST_FULL_ZONE = 27

/** Figures that a recogniser takes for letters, and the other way round. */
const CONFUSED: Record<string, string> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
}

/** A number at least this long that only goes on in the other source was cut, or has its check digit behind it. */
const LEAST_CUT_NUMBER = 8

function compareNumbers(left: string, right: string): Judgement {
  const [a, b] = [lettersOf(left), lettersOf(right)]
  const distance = editDistance(a, b)
  if (distance === 0) return { result: 'AGREES', reason: 'EQUAL', distance }
  if (figures(a) === figures(b)) return { result: 'DOUBTFUL', reason: 'OCR_DOUBT', distance }
  const shorter = Math.min(a.length, b.length)
  const goesOn = a.startsWith(b) || b.startsWith(a)
  if (goesOn && shorter >= LEAST_CUT_NUMBER)
    return { result: 'DOUBTFUL', reason: 'TRUNCATED', distance }
  return { result: 'DIFFERS', reason: 'MISMATCH', distance }
}

function figures(text: string): string {
  return [...text].map((char) => CONFUSED[char] ?? char).join('')
}

/** A code against a code, or against words in any language: those are only compared with the state's English name. */
function compareNationalities(left: string, right: string): Judgement {
  const [a, b] = [lettersOf(left), lettersOf(right)]
  const distance = editDistance(a, b)
  if (distance === 0) return { result: 'AGREES', reason: 'EQUAL', distance }
  if (stateName(a) !== null && stateName(b) !== null)
    return { result: 'DIFFERS', reason: 'MISMATCH', distance }
  const named = namesState(left, b) || namesState(right, a)
  return named
    ? { result: 'AGREES', reason: 'TRANSLITERATED', distance }
    : { result: 'DOUBTFUL', reason: 'MISMATCH', distance }
}

/** Whether words hold the code, or begin like the state's name: `CANADIAN/CANADIENNE` for CAN. */
function namesState(words: string, code: string): boolean {
  const state = stateName(code)
  if (state === null) return false
  const stem = lettersOf(state).slice(0, 4)
  const parts = words.split(/[^\p{L}]+/u).map(lettersOf)
  return parts.some((part) => part === code || (part.length > 3 && part.startsWith(stem)))
}
