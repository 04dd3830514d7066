import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import { createChips } from '../../src/chip/chips'
import { loadTrustPlaces } from '../../src/chip/trust-places'
import { loadConfig } from '../../src/config'
import { dataGroup1, dataGroup2, jpeg } from './chip-files'
import { certify, day, ecKeys, pem, revocationList, securityObject } from './pki'

const NOW = day('2026-06-01')
const NOWHERE = { masterLists: undefined, listSigners: undefined, crls: undefined }
const folder = mkdtempSync(join(tmpdir(), 'countersign-places-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const signerOf = (name: string) =>
  certify({ keys: ecKeys('prime256v1'), issuer: null, name, ca: true })
const csca = signerOf('A')

function file(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

const a = file('a.der', csca.der)
const b = file('b.pem', pem('CERTIFICATE', signerOf('B').der))

test('several files, and the files of a folder, are taken together', () => {
  const lists = join(folder, 'lists')
  mkdirSync(join(lists, 'within'), { recursive: true })
  writeFileSync(join(lists, 'a.der'), csca.der)
  writeFileSync(join(lists, '.hidden'), 'no certificate')
  const crls = join(folder, 'crls')
  mkdirSync(crls)
  writeFileSync(join(crls, '1.crl'), revocationList(csca, []))
  const count = (masterLists: string) =>
    loadTrustPlaces({ ...NOWHERE, masterLists }, NOW)?.certificates.length
  expect([count(a), count(`${a}, ${b}`), count(lists), count(`${lists},${b}`)]).toEqual([
    1, 2, 1, 2,
  ])
  expect(loadTrustPlaces({ ...NOWHERE, masterLists: a, crls }, NOW)?.crls).toHaveLength(1)
})

test('without a master list there is no trust', () => {
  expect(loadTrustPlaces(NOWHERE, NOW)).toBeNull()
})

test.each([
  ['a file that is not there', join(folder, 'none'), 'none: cannot be read (ENOENT)'],
  ['an empty folder', mkdtempSync(join(folder, 'empty-')), 'there is no file in it'],
  ['a file that is no list', file('text', Buffer.from('hello')), 'text: The master list'],
])('%s is refused by its name', (_name, masterLists, message) => {
  expect(() => loadTrustPlaces({ ...NOWHERE, masterLists }, NOW)).toThrow(message)
})

test('the trust is read once, but again after it could not be read', async () => {
  const dg1 = dataGroup1()
  const dg2 = dataGroup2(await jpeg(60, 80))
  const signer = certify({ keys: ecKeys('prime256v1'), issuer: csca, name: 'DS' })
  const files = { sod: securityObject({ 1: dg1, 2: dg2 }, signer), dg1, dg2 }
  const later = join(folder, 'later.der')
  const chips = createChips({ ...NOWHERE, masterLists: later })
  await expect(chips.authenticate(files, NOW)).rejects.toThrow('ENOENT')
  expect((await chips.inspect(files, NOW)).passiveAuthentication).toBe('SKIPPED')
  writeFileSync(later, csca.der)
  expect((await chips.authenticate(files, NOW)).passiveAuthentication).toBe('PASS')
  rmSync(later)
  expect((await chips.authenticate(files, NOW)).passiveAuthentication).toBe('PASS')
})

test('revocation lists and list signers without a master list are a wrong setting', () => {
  for (const name of ['CSCA_CRLS', 'CSCA_LIST_SIGNERS'])
    expect(() => loadConfig({ [name]: a })).toThrow(`${name}: is of use only with CSCA_MASTER_LIST`)
  expect(loadConfig({ CSCA_CRLS: b, CSCA_MASTER_LIST: a }).CSCA_MASTER_LIST).toBe(a)
})
