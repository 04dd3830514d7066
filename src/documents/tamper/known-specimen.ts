import type { Quad } from '../../vision/geometry'
import type { DocumentField, FieldName, TextLine } from '../reading'
import { type TamperSignal, tamperSignal } from './tamper-signal'

/**
 * KNOWN_SPECIMEN: the document says of itself that it is none, or is a sample everybody can download: the fictitious
 * state UTO, numbers and holders of published samples, or the word SPECIMEN in the languages that issue documents.
 * The value counts the marks found.
 */
export function knownSpecimen(
  fields: Pick<DocumentField, 'name' | 'value' | 'box'>[],
  lines: Pick<TextLine, 'text' | 'quad'>[],
): TamperSignal {
  const marks = [...fieldMarks(fields), ...holderMarks(fields), ...lineMarks(lines)]
  const detail = marks.map(({ mark }) => mark).join('; ') || 'none'
  return tamperSignal('KNOWN_SPECIMEN', marks.length, detail, marks[0]?.box ?? null)
}

type Mark = { mark: string; box: Quad | null }
type Field = Pick<DocumentField, 'name' | 'value' | 'box'>

/**
 * Words that stand for "specimen" where they are printed across a document or in place of a name. Those that people
 * bear as names (Muster, Minta, Örnek) are not among them.
 */
const WORDS = new Set([
  ...['SPECIMEN', 'SPECIMENS', 'ESPECIMEN', 'ESPECIME', 'MUSTERMANN', 'MUSTERFRAU', 'VZOR'],
  ...['WZOR', 'UZORAK', 'PARAUGS', 'PARAUDZINS', 'NAIDIS', 'PAVYZDYS', 'OBRAZEC', 'OBRAZETS'],
  ...['MUESTRA', 'FACSIMILE', 'VOORBEELD', 'SPESIMEN', 'HAPPYPERSON'],
  ...['ОБРАЗЕЦ', 'ЗРАЗОК', 'УЗОРАК', '見本', '样本', '樣本'],
])

/** Numbers of samples that their issuers or ICAO published. */
const NUMBERS = new Set([
  ...['L898902C', 'L898902C3', 'L8988901C', 'D23145890', 'D231458907', 'XX000000', 'ZE000509'],
  ...['C01X00T47', 'T22000129', 'L01X00T47', 'CA000000', '555123ABC', '99009054'],
])

/** Surname and given names of samples that the world copies; a surname alone is nobody's fault. */
const HOLDERS: readonly (readonly [surname: string, given: string])[] = [
  ['ERIKSSON', 'ANNA MARIA'],
  ['MUSTERMANN', 'ERIKA'],
  ['MUSTERMANN', 'MAX'],
  ['VOID', 'VOID'],
  ['TEST', 'VOID'],
  ['SAMPLE', 'SPECIMEN'],
  ['TRAVELER', 'HAPPYPERSON'],
  ['TRAVELER', 'HAPPY'],
]

const UTOPIA = 'UTO'
const STATE_FIELDS: readonly FieldName[] = ['ISSUING_STATE', 'NATIONALITY']
const NAME_FIELDS: readonly FieldName[] = ['SURNAME', 'GIVEN_NAMES']

function fieldMarks(fields: Field[]): Mark[] {
  return fields.flatMap(({ name, value, box }) => {
    if (STATE_FIELDS.includes(name) && value === UTOPIA)
      return [{ mark: `${name} is the fictitious state UTO`, box }]
    if (name === 'DOCUMENT_NUMBER' && (NUMBERS.has(value) || isPlaceholder(value)))
      return [{ mark: 'the number is that of a published sample', box }]
    if (NAME_FIELDS.includes(name) && wordsOf(value).some((word) => WORDS.has(word)))
      return [{ mark: `${name} is a word for specimen`, box }]
    return []
  })
}

/** A number of one digit repeated, after at most two letters: nobody's. */
function isPlaceholder(number: string): boolean {
  return /^[A-Z]{0,2}(\d)\1{5,}$/.test(number)
}

function holderMarks(fields: Field[]): Mark[] {
  const fieldNamed = (name: FieldName) => fields.find((field) => field.name === name)
  const [surname, given] = [fieldNamed('SURNAME'), fieldNamed('GIVEN_NAMES')]
  const same = HOLDERS.some(
    ([family, first]) =>
      wordsOf(surname?.value ?? '').join(' ') === family &&
      wordsOf(given?.value ?? '').join(' ') === first,
  )
  return same
    ? [{ mark: 'the holder is that of a published sample', box: surname?.box ?? null }]
    : []
}

function lineMarks(lines: Pick<TextLine, 'text' | 'quad'>[]): Mark[] {
  return lines.flatMap(({ text, quad }) => {
    const word = wordsOf(text).find((candidate) => WORDS.has(candidate))
    return word === undefined ? [] : [{ mark: `the word ${word} is printed`, box: quad }]
  })
}

/** Words in capitals without accents. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
