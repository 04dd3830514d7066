import { describe, expect, test } from '@jest/globals'
import { loadMasterList } from '../../src/chip/master-list'
import { loadCertificates, loadCrls, loadTrust } from '../../src/chip/trust'
import { sequence } from './der'
import {
  type CertificateOptions,
  certify,
  day,
  ecKeys,
  LIST_SIGNING,
  masterList,
  pem,
  revocationList,
  rsaKeys,
} from './pki'

const NOW = day('2026-06-01')
const keys = ecKeys('prime256v1')
const csca = certify({ keys: ecKeys('brainpoolP256r1'), issuer: null, name: 'A', ca: true })
const other = certify({ keys: rsaKeys(2048, 'RSA'), issuer: null, name: 'B', ca: true })

function listSigner(options: Partial<CertificateOptions> = {}) {
  return certify({ keys, issuer: csca, name: 'List Signer', purposes: [LIST_SIGNING], ...options })
}

const good = masterList([csca.der, other.der], listSigner())

describe('a master list', () => {
  test('gives its country signers when its signature holds, and says what vouches for it', () => {
    const list = loadMasterList(good, { now: NOW })
    expect(list.certificates.map(({ subject }) => subject.text)).toEqual([
      'C=UT, CN=A',
      'C=UT, CN=B',
    ])
    expect(list).toMatchObject({
      unreadable: 0,
      signer: 'C=UT, CN=List Signer',
      vouchedBy: 'ITSELF',
    })
  })

  test('of hundreds of certificates is read whole, with lengths open or not', () => {
    const many = Array.from({ length: 600 }, (_, i) =>
      certify({ keys, issuer: null, name: `Signer ${i}`, ca: true }),
    )
    const ders = [...many.map(({ der }) => der), csca.der]
    for (const ber of [false, true]) {
      const { certificates } = loadMasterList(masterList(ders, listSigner(), { ber }), { now: NOW })
      expect(new Set(certificates.map(({ subject }) => subject.text)).size).toBe(601)
    }
  })

  test('may be vouched for by the signer given, or by one who issued it', () => {
    for (const voucher of [csca, listSigner()]) {
      const signers = loadCertificates(voucher.der)
      const list = masterList([other.der], voucher === csca ? listSigner() : voucher)
      expect(loadMasterList(list, { now: NOW, signers }).vouchedBy).toBe('GIVEN_SIGNERS')
    }
  })

  test('counts the certificates it cannot read and keeps the others', () => {
    const list = masterList([csca.der, sequence(Buffer.from([5, 0]))], listSigner())
    expect(loadMasterList(list, { now: NOW })).toMatchObject({
      unreadable: 1,
      certificates: [{ serialNumber: csca.serial.toString('hex') }],
    })
  })

  test.each<[string, Buffer]>([
    ['the certificate of its signer', masterList([other.der], listSigner())],
    [
      'not made for signing master lists',
      masterList([csca.der], listSigner({ purposes: ['1.2.3'] })),
    ],
    ['not valid today', masterList([csca.der], listSigner({ to: day('2026-05-31') }))],
    ['its content is not what was signed', good.map(changeName) as Buffer],
    [
      'its signature does not hold',
      masterList([csca.der], listSigner(), { digest: Buffer.alloc(32) }),
    ],
  ])('is refused: %s', (reason, bytes) => {
    expect(() => loadMasterList(bytes, { now: NOW })).toThrow(reason)
  })

  test('is refused when none of the signers given vouches for it', () => {
    const signers = loadCertificates(other.der)
    expect(() => loadMasterList(good, { now: NOW, signers })).toThrow('none of the signers given')
  })
})

/** Changes the name "B" of a country signer in the middle of the list. */
function changeName(byte: number, i: number): number {
  return i === good.lastIndexOf('B', good.indexOf(other.keyId)) ? byte ^ 1 : byte
}

describe('the files of an operator', () => {
  test('may be master lists, PEM of several certificates, and DER, without repeats', () => {
    const text = Buffer.concat([
      Buffer.from('# ours\n'),
      pem('CERTIFICATE', csca.der),
      pem('CERTIFICATE', other.der),
    ])
    const trust = loadTrust({ signers: [good, text, other.der], crls: [] }, NOW)
    expect(trust.certificates.map(({ subject }) => subject.text)).toEqual([
      'C=UT, CN=A',
      'C=UT, CN=B',
    ])
    const open = masterList([csca.der], listSigner(), { ber: true })
    expect(loadTrust({ signers: [open], crls: [] }, NOW).certificates).toHaveLength(1)
  })

  test('may demand who signs master lists', () => {
    const files = { signers: [good], crls: [], listSigners: [other.der] }
    expect(() => loadTrust(files, NOW)).toThrow('none of the signers given')
  })

  test('may be revocation lists, PEM or DER, with thousands of entries', () => {
    const serials = Array.from({ length: 3_000 }, (_, i) => {
      const serial = Buffer.alloc(4)
      serial.writeUInt32BE(i + 1)
      return serial
    })
    const crl = revocationList(csca, serials)
    for (const file of [crl, pem('X509 CRL', crl)]) {
      const [list] = loadCrls(file)
      expect(list?.revoked.size).toBe(3_000)
      expect(list?.revoked.get('0bb8')).toEqual(day('2024-02-03'))
    }
  })

  test.each<[string, () => unknown]>([
    ['it is empty', () => loadCertificates(Buffer.alloc(0))],
    ['PEM without a block "CERTIFICATE"', () => loadCertificates(pem('PUBLIC KEY', csca.der))],
    ['has no end', () => loadCertificates(pem('CERTIFICATE', csca.der).subarray(0, 99))],
    ['no X.509 certificate', () => loadCertificates(revocationList(csca, []))],
    ['no X.509 revocation list', () => loadCrls(csca.der)],
    ['neither a list nor PEM', () => loadTrust({ signers: [Buffer.from('hello')], crls: [] }, NOW)],
    ['bytes follow its end', () => loadCertificates(Buffer.concat([csca.der, csca.der]))],
    ['8000001 bytes', () => loadMasterList(Buffer.alloc(8_000_001), { now: NOW })],
  ])('are refused: %s', (reason, load) => {
    expect(load).toThrow(reason)
  })
})
