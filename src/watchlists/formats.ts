import { all, type Element, joined, type Listed, textOf, yearsOf } from './watchlist'

/** How a published list is written: what an entry of a person is called, and what it says; null: of no person. */
type Format = { entries: readonly string[]; read(entry: Element): Listed | null }

/**
 * By the root element: the United States (OFAC, `SDN.XML` and `CONSOLIDATED.XML` with the schema of 2003), the United Nations
 * Security Council (consolidated list), the European Union (consolidated financial sanctions, FSF XML 1.1).
 */
export const FORMATS: Record<string, Format> = {
  sdnList: { entries: ['sdnEntry'], read: readOfac },
  CONSOLIDATED_LIST: { entries: ['INDIVIDUAL'], read: readUnitedNations },
  export: { entries: ['sanctionEntity'], read: readEuropeanUnion },
}

function readOfac(entry: Element): Listed | null {
  if (textOf(entry, 'sdnType') !== 'Individual') return null
  const nameOf = (part: Element) => joined(textOf(part, 'firstName'), textOf(part, 'lastName'))
  const aliases = all(entry, 'akaList').flatMap((list) => all(list, 'aka'))
  const dates = all(entry, 'dateOfBirthList').flatMap((list) => all(list, 'dateOfBirthItem'))
  return {
    id: `OFAC:${textOf(entry, 'uid')}`,
    names: [entry, ...aliases].map(nameOf),
    birthYears: yearsOf(dates.map((date) => textOf(date, 'dateOfBirth'))),
  }
}

const UN_NAMES = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME']

function readUnitedNations(entry: Element): Listed {
  const aliases = all(entry, 'INDIVIDUAL_ALIAS').map((alias) => textOf(alias, 'ALIAS_NAME'))
  const dates = all(entry, 'INDIVIDUAL_DATE_OF_BIRTH').flatMap((date) =>
    ['DATE', 'YEAR', 'FROM_YEAR', 'TO_YEAR'].map((name) => textOf(date, name)),
  )
  return {
    id: `UN:${textOf(entry, 'REFERENCE_NUMBER') || textOf(entry, 'DATAID')}`,
    names: [
      joined(...UN_NAMES.map((name) => textOf(entry, name))),
      textOf(entry, 'NAME_ORIGINAL_SCRIPT'),
      // Some aliases hold several, divided by semicolons.
      ...aliases.flatMap((alias) => alias.split(';')),
    ],
    birthYears: yearsOf(dates),
  }
}

function readEuropeanUnion(entry: Element): Listed | null {
  const [subject] = all(entry, 'subjectType')
  if (subject?.attributes['code'] !== 'person') return null
  const { euReferenceNumber, logicalId } = entry.attributes
  const nameOf = ({ attributes: { wholeName, firstName, middleName, lastName } }: Element) =>
    wholeName || joined(firstName, middleName, lastName)
  const dates = all(entry, 'birthdate').map(({ attributes }) => {
    return attributes['birthdate'] || attributes['year'] || ''
  })
  return {
    id: `EU:${euReferenceNumber || logicalId}`,
    names: all(entry, 'nameAlias').map(nameOf),
    birthYears: yearsOf(dates),
  }
}
