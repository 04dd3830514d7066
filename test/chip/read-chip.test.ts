import { beforeAll, describe, expect, test } from '@jest/globals'
import type { ChipCheckName, ChipReading } from '../../src/chip/chip-reading'
import { type ChipFiles, readChip } from '../../src/chip/read-chip'
import { type CscaTrust, loadTrust } from '../../src/chip/trust'
import { buildMrz } from '../../src/documents/mrz/build-mrz'
import { dataGroup1, dataGroup2, HOLDER, jpeg } from './chip-files'
import {
  type CertificateOptions,
  certify,
  day,
  ecKeys,
  type Holder,
  type KeyPair,
  type MessageOptions,
  revocationList,
  rsaKeys,
  securityObject,
} from './pki'

const NOW = day('2026-06-01')
const dg1 = dataGroup1()
const dg14 = Buffer.from([0x6e, 0x02, 0x31, 0x00])

let dg2: Buffer
let portrait: Buffer
let csca: Holder
beforeAll(async () => {
  portrait = await jpeg(60, 80)
  dg2 = dataGroup2(portrait)
  csca = country(ecKeys('brainpoolP256r1', 'ECDSA', 'explicit'))
})

function country(keys: KeyPair, options: Partial<CertificateOptions> = {}): Holder {
  return certify({ keys, issuer: null, name: 'Country Signer', ca: true, ...options })
}

function documentSigner(options: Partial<CertificateOptions> = {}, issuer: Holder = csca): Holder {
  const keys = options.keys ?? ecKeys('prime256v1')
  return certify({ issuer, name: 'Document Signer', from: day('2024-01-01'), ...options, keys })
}

function filesOf(signer: Holder, options: MessageOptions = {}): ChipFiles {
  return { sod: securityObject({ 1: dg1, 2: dg2, 14: dg14 }, signer, options), dg1, dg2 }
}

function trustIn(signers: Holder[], crls: Buffer[] = []): CscaTrust {
  return loadTrust({ signers: signers.map(({ der }) => der), crls }, NOW)
}

async function read(files: ChipFiles, trust: CscaTrust | null = trustIn([csca]), now = NOW) {
  return readChip(files, { trust, now })
}

function outcome({ checks }: ChipReading, name: ChipCheckName): string {
  const found = checks.find(({ check }) => check === name)
  return `${found?.outcome} ${found?.reason}`
}

const outcomes = ({ checks }: ChipReading) => checks.map((one) => one.outcome).join(' ')

describe('a chip that is as its state made it', () => {
  test('passes every check, and says what that does not prove', async () => {
    const crl = revocationList(csca, [Buffer.from([5])])
    const reading = await read(
      { ...filesOf(documentSigner()), dg: { 14: dg14 } },
      trustIn([csca], [crl]),
    )
    expect(outcomes(reading)).toBe('PASS PASS PASS PASS PASS')
    expect(reading.passiveAuthentication).toBe('PASS')
    expect(reading.notProven).toContain('a copy of the chip passes as well')
    expect(reading.dataGroups.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'PASS'],
      [2, 'PASS'],
      [14, 'PASS'],
    ])
    expect(reading.documentSigner).toMatchObject({
      subject: 'C=UT, CN=Document Signer',
      issuer: 'C=UT, CN=Country Signer',
    })
  })

  test('gives the fields of its machine-readable zone with the source CHIP', async () => {
    const { mrz, fields } = await read(filesOf(documentSigner()))
    expect(mrz.lines).toEqual(buildMrz('TD3', HOLDER))
    expect(mrz.checkDigits.every(({ valid }) => valid)).toBe(true)
    expect(fields).toContainEqual(
      expect.objectContaining({ name: 'BIRTH_DATE', value: '1974-08-12', source: 'CHIP' }),
    )
    expect(new Set(fields.map(({ source }) => source))).toEqual(new Set(['CHIP']))
  })

  test('gives a JPEG portrait byte for byte', async () => {
    const reading = await read(filesOf(documentSigner()))
    expect(reading.portrait).toEqual({ format: 'jpeg', bytes: new Uint8Array(portrait) })
  })

  test.each<[string, () => KeyPair, () => KeyPair]>([
    ['RSA 4096 PSS over RSA 2048 PKCS#1', () => rsaKeys(4096, 'PSS'), () => rsaKeys(2048, 'RSA')],
    ['RSA PKCS#1 over RSA PSS', () => rsaKeys(2048, 'RSA'), () => rsaKeys(2048, 'PSS')],
    ['P-256 over P-521', () => ecKeys('prime256v1'), () => ecKeys('secp521r1')],
    ['P-384 over P-224', () => ecKeys('secp384r1'), () => ecKeys('secp224r1')],
    [
      'brainpool 512 over 320, both by their parameters',
      () => ecKeys('brainpoolP512r1', 'ECDSA', 'explicit'),
      () => ecKeys('brainpoolP320r1', 'ECDSA', 'explicit'),
    ],
    [
      'plain ECDSA on brainpool 384 over 224',
      () => ecKeys('brainpoolP384r1', 'ECDSA_PLAIN'),
      () => ecKeys('brainpoolP224r1', 'ECDSA_PLAIN'),
    ],
    [
      'P-256 by its parameters over brainpool 256',
      () => ecKeys('prime256v1', 'ECDSA', 'explicit'),
      () => ecKeys('brainpoolP256r1'),
    ],
  ])('may be signed with %s', async (_, above, below) => {
    const root = country(above())
    const reading = await read(filesOf(documentSigner({ keys: below() }, root)), trustIn([root]))
    expect(outcomes(reading)).toBe('PASS PASS PASS PASS SKIPPED')
    expect(reading.passiveAuthentication).toBe('PASS')
  })

  test('may name its signer by key, leave lengths open and lie without the tag 77', async () => {
    const signer = documentSigner()
    for (const options of [{ byKeyId: true }, { ber: true }, { signingTime: day('2024-05-05') }]) {
      const files = filesOf(signer, options)
      expect((await read(files)).passiveAuthentication).toBe('PASS')
    }
    const { sod, ...files } = filesOf(signer)
    const bare = Buffer.from(sod).subarray(4)
    expect(bare[0]).toBe(0x30)
    expect((await read({ ...files, sod: bare })).passiveAuthentication).toBe('PASS')
  })
})

describe('a chip that was tampered with', () => {
  test('fails by the hash of DG1', async () => {
    const forged = dataGroup1(buildMrz('TD3', { ...HOLDER, surname: 'Svensson' }))
    const reading = await read({ ...filesOf(documentSigner()), dg1: forged })
    expect(outcomes(reading)).toBe('PASS FAIL PASS PASS SKIPPED')
    expect(outcome(reading, 'DATA_GROUP_HASHES')).toContain('DG1: Its hash is not the one')
    expect(reading.passiveAuthentication).toBe('FAIL')
  })

  test('fails by a data group that the SOD does not list', async () => {
    const reading = await read({ ...filesOf(documentSigner()), dg: { 11: dg14 } })
    expect(outcome(reading, 'DATA_GROUP_HASHES')).toBe('FAIL DG11: The SOD does not list it.')
  })

  test('fails by its signature, whichever byte of it was changed', async () => {
    const files = filesOf(documentSigner())
    for (const fromEnd of [1, 20, 33, 60]) {
      const sod = Buffer.from(files.sod)
      sod.writeUInt8(sod.readUInt8(sod.length - fromEnd) ^ 1, sod.length - fromEnd)
      const reading = await read({ ...files, sod })
      expect(outcome(reading, 'SOD_SIGNATURE')).toContain('FAIL The signature of the SOD')
    }
  })

  test('fails when the SOD lists other hashes than those signed', async () => {
    const reading = await read(filesOf(documentSigner(), { digest: Buffer.alloc(32) }))
    expect(outcome(reading, 'SOD_SIGNATURE')).toContain('its content is not what was signed')
  })

  test('fails when signed without attributes, and without the certificate of its signer', async () => {
    const bare = await read(filesOf(documentSigner(), { withoutAttributes: true }))
    expect(outcome(bare, 'SOD_SIGNATURE')).toContain('no signed attributes')
    const alone = await read(filesOf(documentSigner(), { withoutCertificate: true }))
    expect(outcomes(alone)).toBe('FAIL PASS SKIPPED SKIPPED SKIPPED')
    expect(alone.documentSigner).toBeNull()
  })

  test('fails with a weak RSA key', async () => {
    const reading = await read(filesOf(documentSigner({ keys: rsaKeys(1024, 'RSA') })))
    expect(outcome(reading, 'SOD_SIGNATURE')).toContain('an RSA key of 1024 bits is too weak')
  })

  test('fails with a curve of its own, however close to a known one', async () => {
    const keys = ecKeys('prime256v1', 'ECDSA', 'explicit')
    const order = Buffer.from('bce6faada7179e84f3b9cac2fc632551', 'hex')
    const spki = Buffer.from(keys.spki)
    spki.writeUInt8(0x53, spki.indexOf(order) + order.length - 1)
    const signer = documentSigner({ keys: { ...keys, spki } })
    const reading = await read(filesOf(signer))
    expect(outcome(reading, 'SOD_SIGNATURE')).toContain('not those of a curve we know')
  })
})

describe('the chain to a country signer', () => {
  test('is skipped without a master list, and says so', async () => {
    const reading = await read(filesOf(documentSigner()), null)
    expect(outcomes(reading)).toBe('PASS PASS SKIPPED SKIPPED SKIPPED')
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toContain('give a master list')
    expect(reading.passiveAuthentication).toBe('SKIPPED')
  })

  test('fails when the country signer is not trusted', async () => {
    const other = country(ecKeys('prime256v1'), { name: 'Other Signer' })
    const reading = await read(filesOf(documentSigner()), trustIn([other]))
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toBe(
      'FAIL The country signer "C=UT, CN=Country Signer" is not among those trusted.',
    )
    expect(reading.passiveAuthentication).toBe('FAIL')
  })

  test('fails when a trusted country signer has that name, but another key', async () => {
    const reading = await read(filesOf(documentSigner()), trustIn([country(ecKeys('prime256v1'))]))
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toContain('FAIL')
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toContain('did not issue it')
  })

  test('finds the right key among several of one name', async () => {
    const others = [country(ecKeys('prime256v1')), country(rsaKeys(2048, 'RSA'))]
    const reading = await read(filesOf(documentSigner()), trustIn([...others, csca]))
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toContain('PASS')
  })

  test('goes over link certificates, each of which must be there', async () => {
    const newKeys = ecKeys('secp384r1')
    const link = certify({ keys: newKeys, issuer: csca, name: 'Country Signer 2', ca: true })
    const files = filesOf(documentSigner({}, link))
    const linked = await read(files, trustIn([link, csca]))
    expect(outcome(linked, 'DOCUMENT_SIGNER_CHAIN')).toContain('by 1 link certificate')
    expect(linked.passiveAuthentication).toBe('PASS')
    const alone = await read(files, trustIn([link]))
    expect(outcome(alone, 'DOCUMENT_SIGNER_CHAIN')).toContain('FAIL')
  })

  test('ends when two link certificates lead to each other', async () => {
    const [a, b] = [ecKeys('prime256v1'), ecKeys('prime256v1')]
    const first = country(a, { name: 'A' })
    const second = country(b, { name: 'B' })
    const ab = certify({ keys: a, issuer: second, name: 'A', ca: true })
    const ba = certify({ keys: b, issuer: first, name: 'B', ca: true })
    const reading = await read(filesOf(documentSigner({}, ab)), trustIn([ab, ba]))
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toBe(
      'FAIL The link certificates lead nowhere.',
    )
  })

  test.each<[string, Partial<CertificateOptions>, Partial<CertificateOptions>, string]>([
    ['an issuer that is no CA', { ca: false }, {}, 'may not issue others'],
    ['an issuer whose key signs no certificates', { usage: 0x80 }, {}, 'may not issue others'],
    ['a signer of another country', {}, { country: 'XX' }, 'of XX, the country signer of UT'],
    ['a signer that is an issuer itself', {}, { ca: true }, 'is that of an issuer'],
    ['a signer whose key signs no data', {}, { usage: 0x20 }, 'not made for signing data'],
    ['a signer of master lists', {}, { purposes: ['2.23.136.1.1.3'] }, 'for another purpose'],
    ['a signer with an unknown limit', {}, { critical: '1.2.3.4' }, 'critical extension 1.2.3.4'],
    ['an issuer with an unknown limit', { critical: '1.2.3.4' }, {}, 'critical extension 1.2.3.4'],
  ])('refuses %s', async (_, above, below, reason) => {
    const root = country(ecKeys('prime256v1'), above)
    const reading = await read(filesOf(documentSigner(below, root)), trustIn([root]))
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toContain('FAIL')
    expect(outcome(reading, 'DOCUMENT_SIGNER_CHAIN')).toContain(reason)
    expect(outcome(reading, 'SOD_SIGNATURE')).toContain('PASS')
  })
})

describe('the validity of the certificates', () => {
  const validity = (reading: ChipReading) => outcome(reading, 'CERTIFICATE_VALIDITY')

  test('fails when the document signer has expired, with and without a master list', async () => {
    const files = filesOf(documentSigner({ to: day('2026-05-31') }))
    expect(validity(await read(files))).toBe('FAIL The document signer expired on 2026-05-31.')
    expect(validity(await read(files, null))).toContain('FAIL')
    expect(validity(await read(files, trustIn([csca]), day('2026-05-30')))).toContain('PASS')
  })

  test('fails before the document signer begins', async () => {
    const reading = await read(filesOf(documentSigner({ from: day('2026-06-02') })))
    expect(validity(reading)).toBe('FAIL The document signer is not valid before 2026-06-02.')
  })

  test('fails when the SOD was signed outside the period of its signer', async () => {
    const files = filesOf(documentSigner(), { signingTime: day('2023-12-31') })
    expect(validity(await read(files))).toContain('FAIL The SOD was signed on 2023-12-31')
  })

  test('fails when the country signer has expired, or did not exist when it issued', async () => {
    const expired = country(ecKeys('prime256v1'), { to: day('2025-01-01') })
    const late = country(ecKeys('prime256v1'), { from: day('2025-01-01') })
    const first = await read(filesOf(documentSigner({}, expired)), trustIn([expired]))
    expect(validity(first)).toContain('expired on 2025-01-01')
    const second = await read(filesOf(documentSigner({}, late)), trustIn([late]))
    expect(validity(second)).toContain('was not valid on 2024-01-01')
    expect(second.passiveAuthentication).toBe('FAIL')
  })
})

describe('revocation', () => {
  const revocation = (reading: ChipReading) => outcome(reading, 'REVOCATION')

  test('is skipped without lists, and says so', async () => {
    expect(revocation(await read(filesOf(documentSigner())))).toContain(
      'SKIPPED No revocation list was given',
    )
  })

  test('fails when the document signer is on the list of its issuer, even on an old list', async () => {
    const signer = documentSigner()
    for (const to of [day('2030-01-01'), day('2025-01-01')]) {
      const crl = revocationList(csca, [Buffer.from([5]), signer.serial], { to })
      const reading = await read(filesOf(signer), trustIn([csca], [crl]))
      expect(revocation(reading)).toContain('was revoked on 2024-02-03')
      expect(reading.passiveAuthentication).toBe('FAIL')
    }
  })

  test('is skipped with a list out of date, of another issuer, or with a false signature', async () => {
    const files = filesOf(documentSigner())
    const old = revocationList(csca, [], { to: day('2026-05-31') })
    expect(revocation(await read(files, trustIn([csca], [old])))).toContain('SKIPPED The list for')
    const other = revocationList(country(ecKeys('prime256v1'), { name: 'Other' }), [])
    expect(revocation(await read(files, trustIn([csca], [other])))).toContain('SKIPPED No list')
    const impostor = country(ecKeys('prime256v1'))
    const forged = revocationList(impostor, [])
    expect(revocation(await read(files, trustIn([csca], [forged])))).toContain('SKIPPED No list')
  })

  test('fails when a link certificate is revoked', async () => {
    const link = certify({
      keys: ecKeys('secp384r1'),
      issuer: csca,
      name: 'Country Signer 2',
      ca: true,
    })
    const crls = [revocationList(link, []), revocationList(csca, [link.serial])]
    const reading = await read(filesOf(documentSigner({}, link)), trustIn([csca, link], crls))
    expect(revocation(reading)).toContain('FAIL The certificate "C=UT, CN=Country Signer 2"')
  })

  test('refuses a list that does not speak of all certificates', () => {
    const partial = revocationList(csca, [], { critical: '2.5.29.28' })
    expect(() => trustIn([csca], [partial])).toThrow('it is not a whole list')
  })
})
