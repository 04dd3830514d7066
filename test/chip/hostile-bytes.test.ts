import { beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { loadMasterList } from '../../src/chip/master-list'
import { type ChipFiles, readChip } from '../../src/chip/read-chip'
import { loadCertificates, loadCrls, loadTrust } from '../../src/chip/trust'
import { AppError } from '../../src/errors'
import { biometrics, dataGroup1, dataGroup2, jpeg } from './chip-files'
import { tlv } from './der'
import {
  certify,
  day,
  ecKeys,
  LIST_SIGNING,
  masterList,
  pem,
  revocationList,
  securityObject,
} from './pki'

const NOW = day('2026-06-01')
const csca = certify({ keys: ecKeys('prime256v1'), issuer: null, name: 'CSCA', ca: true })
const signer = certify({ keys: ecKeys('prime256v1'), issuer: csca, name: 'DS' })
const listSigner = certify({
  keys: ecKeys('prime256v1'),
  issuer: csca,
  name: 'LS',
  purposes: [LIST_SIGNING],
})
const list = masterList([csca.der, signer.der], listSigner)
const crl = revocationList(csca, [Buffer.from([5])])
const trust = loadTrust({ signers: [list], crls: [crl] }, NOW)

let files: ChipFiles
beforeAll(async () => {
  const [dg1, dg2] = [dataGroup1(), dataGroup2(await jpeg(20, 20))]
  files = { sod: securityObject({ 1: dg1, 2: dg2 }, signer), dg1, dg2 }
})

type Edit = { at: number; byte: number; cut: boolean; insert: Uint8Array }
const edits = fc.array(
  fc.record<Edit>({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.integer({ min: 0, max: 255 }),
    cut: fc.boolean(),
    insert: fc.uint8Array({ maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 4 },
)

/** Bytes changed, cut off and put in between. */
function mutate(bytes: Uint8Array, changes: Edit[]): Uint8Array {
  return changes.reduce((buffer, { at, byte, cut, insert }) => {
    const place = Math.floor(at * buffer.length)
    const rest = cut ? Buffer.alloc(0) : buffer.subarray(place + 1)
    return Buffer.concat([buffer.subarray(0, place), Buffer.from([byte]), insert, rest])
  }, Buffer.from(bytes))
}

/** What came of it: a refusal is an AppError whose message says what to do. */
function settle(work: () => unknown): 'read' | 'refused' {
  try {
    work()
    return 'read'
  } catch (error) {
    expect(error).toBeInstanceOf(AppError)
    expect((error as AppError).message).toMatch(/\.$/)
    return 'refused'
  }
}

async function refusalOf(changed: Partial<ChipFiles>): Promise<AppError> {
  const error = await readChip({ ...files, ...changed }, { trust, now: NOW }).catch(
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}

describe('bytes that somebody tampered with', () => {
  test.each(['sod', 'dg1', 'dg2'] as const)(
    'in %s are refused, or fail a check: never a pass, never a crash',
    async (name) => {
      const property = fc.asyncProperty(edits, async (changes) => {
        const bytes = mutate(files[name], changes)
        fc.pre(Buffer.compare(bytes, files[name]) !== 0)
        try {
          const reading = await readChip({ ...files, [name]: bytes }, { trust, now: NOW })
          expect(reading.passiveAuthentication).toBe('FAIL')
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
          expect((error as AppError).field).toBe(name)
        }
      })
      await fc.assert(property, { numRuns: 150 })
    },
  )

  test('in a master list never give another list', () => {
    const property = fc.property(edits, (changes) => {
      const bytes = mutate(list, changes)
      fc.pre(Buffer.compare(bytes, list) !== 0)
      let names: string[] = []
      const outcome = settle(() => {
        const { certificates } = loadMasterList(bytes, { now: NOW })
        names = certificates.map(({ subject }) => subject.text)
      })
      if (outcome === 'read') expect(names).toEqual(['C=UT, CN=CSCA', 'C=UT, CN=DS'])
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('in certificates and revocation lists are read or refused', () => {
    const property = fc.property(edits, (changes) => {
      settle(() => loadCertificates(mutate(csca.der, changes)))
      settle(() => loadCertificates(mutate(pem('CERTIFICATE', csca.der), changes)))
      settle(() => loadCrls(mutate(crl, changes)))
    })
    fc.assert(property, { numRuns: 400 })
  })

  test('of chance are refused', () => {
    const property = fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
      expect(settle(() => loadMasterList(bytes, { now: NOW }))).toBe('refused')
      expect(settle(() => loadTrust({ signers: [bytes], crls: [] }, NOW))).toBe('refused')
      expect(settle(() => loadCrls(bytes))).toBe('refused')
    })
    fc.assert(property, { numRuns: 400 })
  })
})

/** Ten thousand elements, each in the one before. */
function nested(tag: number, open: boolean): Buffer {
  const levels = 10_000
  if (open) return Buffer.alloc(2 * levels, Buffer.from([tag, 0x80]))
  let bytes: Buffer = Buffer.alloc(0)
  for (let i = 0; i < levels; i += 1) bytes = tlv(tag, bytes)
  return bytes
}

describe('shapes made to hurt a parser', () => {
  const shapes: [string, Buffer][] = [
    ['nested 10 000 deep', nested(0x30, false)],
    ['nested 10 000 deep with open lengths', nested(0x30, true)],
    ['octet strings in pieces, 10 000 deep', nested(0x24, true)],
    ['bit strings in pieces, 10 000 deep', nested(0x23, false)],
    ['a length of 4 GB', Buffer.from('3084ffffffff3000', 'hex')],
    ['a length of 126 bytes', Buffer.concat([Buffer.from([0x30, 0xfe]), Buffer.alloc(126, 0xff)])],
    ['a tag without end', Buffer.alloc(60_000, 0xff)],
    ['30 000 empty elements', tlv(0x30, Buffer.alloc(60_000, Buffer.from([0x05, 0x00])))],
    ['60 000 zeros', tlv(0x30, Buffer.alloc(60_000))],
    ['an open length that never ends', Buffer.from([0x30, 0x80])],
    ['an object identifier of 60 kB', tlv(0x30, tlv(0x06, Buffer.alloc(60_000, 0x81)))],
  ]

  test.each(shapes)(
    'are refused as a SOD, a list, a certificate and a CRL: %s',
    async (_, bytes) => {
      for (const sod of [bytes, tlv(0x77, bytes)].filter(({ length }) => length <= 65_535))
        expect((await refusalOf({ sod })).field).toBe('sod')
      expect(settle(() => loadMasterList(bytes, { now: NOW }))).toBe('refused')
      expect(settle(() => loadCertificates(bytes))).toBe('refused')
      expect(settle(() => loadCrls(bytes))).toBe('refused')
    },
  )

  test('are refused as the content of a signed message, and in a face', async () => {
    for (const [, bytes] of shapes) {
      const inList = masterListWith(bytes)
      expect(settle(() => loadMasterList(inList, { now: NOW }))).toBe('refused')
      const face = biometrics(tlv(0x7f2e, bytes))
      expect((await refusalOf({ dg2: face })).field).toBe('dg2')
    }
  })

  function masterListWith(content: Buffer): Buffer {
    return masterList([content], listSigner)
  }

  test('do not take more than their share of memory', () => {
    const huge = tlv(0x30, Buffer.alloc(7_000_000, Buffer.from([0x05, 0x00])))
    const before = process.memoryUsage().heapUsed
    expect(settle(() => loadMasterList(huge, { now: NOW }))).toBe('refused')
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000)
  })

  test('are refused by size before they are looked at', async () => {
    expect((await refusalOf({ sod: Buffer.alloc(65_536) })).message).toContain('at most 65535')
    expect((await refusalOf({ dg1: Buffer.alloc(1_025) })).message).toContain('at most 1024')
    expect((await refusalOf({ dg2: Buffer.alloc(200_001) })).message).toContain('at most 200000')
    expect((await refusalOf({ dg: { 3: Buffer.alloc(200_001) } })).field).toBe('dg.3')
    expect((await refusalOf({ dg: { 17: Buffer.alloc(5) } })).field).toBe('dg.17')
    expect((await refusalOf({ dg1: Buffer.alloc(0) })).message).toContain('it is empty')
  })
})

describe('files of the wrong kind', () => {
  test.each<[string, () => Partial<ChipFiles>]>([
    ['does not begin with the tag 61', () => ({ dg1: tlv(0x62) })],
    ['the element 5f1f is missing', () => ({ dg1: tlv(0x61, tlv(0x5f2e)) })],
    ['its text has 3 characters', () => ({ dg1: tlv(0x61, tlv(0x5f1f, Buffer.from('P<U'))) })],
    ['no machine-readable zone', () => ({ dg1: dataGroup1(['p'.repeat(44), 'p'.repeat(44)]) })],
    ['does not begin with the tag 75', () => ({ dg2: tlv(0x61) })],
    ['no biometric data block', () => ({ dg2: biometrics(tlv(0x04)) })],
    ['neither JPEG nor JPEG 2000', () => ({ dg2: dataGroup2(Buffer.from('GIF89a')) })],
    ['ends too early', () => ({ dg2: biometrics(tlv(0x5f2e, Buffer.from('FAC\0'))) })],
    ['bytes follow its end', () => ({ dg1: Buffer.concat([files.dg1, Buffer.from([0])]) })],
    ['not an LDS security object', () => ({ sod: masterList([csca.der], listSigner) })],
    ['not a CMS signed message', () => ({ sod: csca.der })],
    ['it ends in the middle', () => ({ sod: Buffer.from([0x77, 0x82, 1]) })],
  ])('are refused: %s', async (reason, changed) => {
    expect((await refusalOf(changed())).message).toContain(reason)
  })
})
