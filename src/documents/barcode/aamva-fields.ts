import type { Quad } from '../../vision/geometry'
import type { DocumentField, FieldName } from '../reading'
import { birthDate, expiryDate, issueDate } from './aamva-dates'
import { type AamvaRecord, parseAamva } from './aamva-record'
import {
  type AamvaValue,
  address,
  birthPlace,
  documentNumber,
  givenNames,
  issuingState,
  sex,
  surname,
} from './aamva-values'

/**
 * The fields of a US or Canadian licence's barcode; none when `text` is no AAMVA record. Never throws. `box` is where
 * the barcode is; `today` is YYYY-MM-DD. A barcode's own error correction vouches for its characters, so the
 * confidence is 1, or 0.5 where the record is not formed as the standard says; `uncertain` are then all fields, and
 * always a value that cannot be right, that was cut, or that the record contradicts.
 */
export function aamvaFields(text: string, box: Quad | null, today: string): DocumentField[] {
  const record = parseAamva(text)
  if (record === null) return []
  return RULES.flatMap(({ name, read, elements }) => {
    const found = read(record, today)
    if (found === null) return []
    const contradicted = elements.some((element) => record.conflicting.has(element))
    return {
      name,
      value: found.value,
      source: 'BARCODE' as const,
      confidence: record.wellFormed ? 1 : 0.5,
      uncertain: !record.wellFormed || !found.plausible || contradicted,
      box,
    }
  })
}

type Rule = {
  name: FieldName
  read(record: AamvaRecord, today: string): AamvaValue | null
  /** The elements it reads. */
  elements: string[]
}

const RULES: Rule[] = [
  { name: 'DOCUMENT_CODE', read: documentCode, elements: [] },
  { name: 'ISSUING_STATE', read: issuingState, elements: ['DCG'] },
  { name: 'DOCUMENT_NUMBER', read: documentNumber, elements: ['DAQ'] },
  { name: 'SURNAME', read: surname, elements: ['DCS', 'DAB', 'DAA', 'DDE'] },
  {
    name: 'GIVEN_NAMES',
    read: givenNames,
    elements: ['DAC', 'DAD', 'DCT', 'DAA', 'DDF', 'DDG'],
  },
  { name: 'BIRTH_DATE', read: birthDate, elements: ['DBB'] },
  { name: 'SEX', read: sex, elements: ['DBC'] },
  { name: 'ISSUE_DATE', read: issueDate, elements: ['DBD'] },
  { name: 'EXPIRY_DATE', read: expiryDate, elements: ['DBA'] },
  { name: 'BIRTH_PLACE', read: birthPlace, elements: ['DCI'] },
  {
    name: 'ADDRESS',
    read: address,
    elements: ['DAG', 'DAH', 'DAI', 'DAJ', 'DAK', 'DAL', 'DAM', 'DAN', 'DAO', 'DAP'],
  },
]

function documentCode({ type }: AamvaRecord): AamvaValue | null {
  return type === null ? null : { value: type, plausible: true }
}
