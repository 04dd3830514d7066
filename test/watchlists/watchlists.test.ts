import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { nameIndex } from '../../src/watchlists/match-names'
import { createWatchlists, readWatchlists } from '../../src/watchlists/watchlists'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-watchlists-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const put = (name: string, text: string) => writeFileSync(join(folder, name), text)

/** Made-up people, in the forms in which the lists are published. */
const OFAC = `<?xml version="1.0" standalone="yes"?>
<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://tempuri.org/sdnList.xsd">
  <publshInformation><Publish_Date>01/02/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
  <sdnEntry><uid>36</uid><lastName>UTOPIA &amp; SONS TRADING</lastName><sdnType>Entity</sdnType>
    <programList><program>TEST</program></programList></sdnEntry>
  <sdnEntry><uid>173</uid><firstName>Anna Maria</firstName><lastName>ERIKSSON</lastName><sdnType>Individual</sdnType>
    <programList><program>TEST</program></programList>
    <akaList><aka><uid>9</uid><type>a.k.a.</type><category>strong</category><lastName>LINDQVIST</lastName><firstName>Astrid</firstName></aka></akaList>
    <dateOfBirthList><dateOfBirthItem><uid>7</uid><dateOfBirth>12 Aug 1974</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
  </sdnEntry>
</sdnList>`
const UN = `<?xml version="1.0" encoding="utf-8"?>
<CONSOLIDATED_LIST xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" dateGenerated="2026-01-02T00:00:00Z">
  <INDIVIDUALS><INDIVIDUAL><DATAID>6908000</DATAID><FIRST_NAME>PETR</FIRST_NAME><SECOND_NAME>PETROVICH</SECOND_NAME><THIRD_NAME>TESTOV</THIRD_NAME>
    <REFERENCE_NUMBER>TSi.001</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT>Пётр Петрович Тестов</NAME_ORIGINAL_SCRIPT>
    <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Piotr Testow; Pedro Testoff</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1958</FROM_YEAR><TO_YEAR>1960</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  </INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY><DATAID>1</DATAID><FIRST_NAME>TEST FOUNDATION</FIRST_NAME></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>`
const EU = `<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-01-02T00:00:00.000+01:00" globalFileId="1">
  <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.27.28" logicalId="13">
    <regulation regulationType="regulation" organisationType="council"><publicationUrl>http://example.test</publicationUrl></regulation>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Jürgen" middleName="" lastName="Müßig" wholeName="Jürgen Müßig" gender="M" strong="true"/>
    <nameAlias firstName="Jurgen" middleName="Otto" lastName="Muessig" wholeName="" gender="M" strong="true"/>
    <birthdate circa="false" calendarType="GREGORIAN" birthdate="1937-04-28" year="1937"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="EU.1.1" logicalId="14"><subjectType code="enterprise" classificationCode="E"/>
    <nameAlias wholeName="Test Shipping"/></sanctionEntity>
</export>`
const SDN_CSV = `36,"UTOPIA & SONS TRADING",-0- ,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
306,"NOVAK, Jan Karel","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 03 Mar 1961; alt. DOB 1962; POB Utopia City."
\u001a`
const ALT_CSV = `306,12,"aka","NOWAK, Johann",-0- 
36,13,"fka","UTOPIA SONS",-0- 
`

describe('risk: watchlists as they are published', () => {
  test('every person of each is read, with aliases and years of birth, and no company', async () => {
    put('sdn.xml', OFAC)
    put('consolidated.xml', UN)
    put('eu.xml', EU)
    put('SDN.CSV', SDN_CSV)
    put('ALT.CSV', ALT_CSV)
    put('readme.txt', 'no list')
    const people = await readWatchlists(folder)
    expect(people.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      {
        id: 'EU:EU.27.28',
        names: ['Jürgen Müßig', 'Jurgen Otto Muessig'],
        birthYears: [1937],
      },
      { id: 'OFAC:173', names: ['Anna Maria ERIKSSON', 'Astrid LINDQVIST'], birthYears: [1974] },
      { id: 'OFAC:306', names: ['Jan Karel NOVAK', 'Johann NOWAK'], birthYears: [1961, 1962] },
      {
        id: 'UN:TSi.001',
        names: [
          'PETR PETROVICH TESTOV',
          'Пётр Петрович Тестов',
          'Piotr Testow',
          ' Pedro Testoff',
          '',
        ],
        birthYears: [1958, 1960],
      },
    ])
  })

  test.each([
    ['cut off in the middle', OFAC.slice(0, 900)],
    ['something else', '<html><body>No list</body></html>'],
    [
      'an entity of its own',
      `<!DOCTYPE sdnList [<!ENTITY x SYSTEM "file:///etc/passwd">]><sdnList><sdnEntry><uid>&x;</uid></sdnEntry></sdnList>`,
    ],
    ['nothing', ''],
    ['nobody', '<sdnList></sdnList>'],
  ])('a file that is %s is refused, whole', async (_name, text) => {
    put('list.xml', text)
    await expect(readWatchlists(folder)).rejects.toThrow(/list/)
  })

  test('a list that was mended is read', async () => {
    const lists = createWatchlists(folder)
    const sought = { name: 'Anna Maria Eriksson', birthDate: null }
    put('sdn.xml', OFAC.slice(0, 900))
    await expect(lists.search(sought)).rejects.toThrow(/list/)
    put('sdn.xml', OFAC)
    expect(await lists.search(sought)).toHaveLength(1)
  })

  test('without a folder nothing is searched, which is not the same as nobody found', async () => {
    const sought = { name: 'Anna Eriksson', birthDate: null }
    expect(await createWatchlists(undefined).search(sought)).toBeNull()
    put('sdn.xml', OFAC)
    const lists = createWatchlists(folder)
    expect(await lists.search(sought)).toEqual([{ id: 'OFAC:173', similarity: 0.95 }])
    expect(await lists.search({ ...sought, name: 'Somebody Else' })).toEqual([])
  })
})

describe('risk: names on watchlists', () => {
  const person = (names: string[], birthYears: number[] = []) => ({ id: 'X:1', names, birthYears })
  const hit = (
    listed: string,
    name: string,
    years: number[] = [],
    birthDate: string | null = null,
  ) => nameIndex([person([listed], years)])({ name, birthDate })[0]?.similarity ?? 0

  test.each([
    ['ERIKSSON ANNA MARIA', 'Anna Maria Eriksson'],
    ['Anna Maria Eriksson', 'Anna Eriksson'],
    ['Jürgen Müller', 'JURGEN MULLER'],
    ['Пётр Петрович Тестов', 'Petr Petrovich Testov'],
    ['Petr Testov', 'Piotr Testov'],
    ['Abd al-Rahman Testi', 'Abdalrahman Testi'],
    ["Seán O'Testerly", 'Sean OTesterly'],
  ])('%s is found as %s', (listed, name) => {
    expect(hit(listed, name)).toBeGreaterThanOrEqual(0.85)
  })

  test.each([
    ['Anna Maria Eriksson', 'Karl Johan Eriksson'],
    ['Anna Eriksson', 'Anna Novak'],
    ['Petr Testov', 'Ivan Petrov'],
    ['Anna', 'Anna Maria Novak'],
  ])('%s is not %s', (listed, name) => {
    expect(hit(listed, name)).toBe(0)
  })

  test('another year of birth speaks against a hit, and against a weak one altogether', () => {
    const names = ['Anna Maria Eriksson', 'Anna Maria Eriksson'] as const
    expect(hit(...names, [1974], '1975-01-01')).toBe(1)
    expect(hit(...names, [1974], null)).toBe(1)
    expect(hit(...names, [1974], '1999-01-01')).toBeCloseTo(0.9)
    expect(hit('Petr Testov', 'Piotr Testov', [1950], '1999-01-01')).toBe(0)
  })
})
