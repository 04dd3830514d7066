import type { BitString } from 'asn1js'
import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'
import { integerHex, octets, parseAsn1, reading, toDer } from './asn1'
import { type Name, nameOf } from './name'
import { signatureAlgorithmOf } from './signature-algorithm'
import { damaged, type Source } from './source'
import { type Signed, signatureFault } from './verify-signature'

/** What we use of an X.509 certificate (RFC 5280, profile in ICAO 9303-12 §7.1). Identifiers in hexadecimal. */
export type Certificate = {
  subject: Name
  issuer: Name
  serialNumber: string
  notBefore: Date
  notAfter: Date
  subjectKeyId: string | null
  authorityKeyId: string | null
  isCa: boolean
  /** Null where the certificate does not limit its key. */
  usage: { signsData: boolean; signsCertificates: boolean; signsCrls: boolean } | null
  /** Object identifiers of the only purposes of the key; empty where it is not limited so. */
  purposes: string[]
  /** Object identifiers of critical extensions that we do not understand. */
  unknownCritical: string[]
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Uint8Array
  signed: Signed
}

/** @throws AppError INVALID when `der` is no certificate */
export function parseCertificate(der: Uint8Array, source: Source): Certificate {
  const schema = parseAsn1(der, source)
  return reading(source, 'it is no X.509 certificate', () =>
    certificateOf(new pkijs.Certificate({ schema }), source),
  )
}

/** What we use of a certificate that pkijs has read. @throws AppError INVALID when a part is no such thing */
export function certificateOf(certificate: pkijs.Certificate, source: Source): Certificate {
  return reading(source, 'a certificate in it is damaged', () => ({
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serialNumber: integerHex(certificate.serialNumber),
    notBefore: dateOf(certificate.notBefore, source),
    notAfter: dateOf(certificate.notAfter, source),
    ...extensionsOf(certificate.extensions ?? [], source),
    publicKey: toDer(certificate.subjectPublicKeyInfo.toSchema()),
    signed: {
      bytes: certificate.tbsView,
      algorithm: signatureAlgorithmOf(certificate.signatureAlgorithm),
      signature: bits(certificate.signatureValue),
    },
  }))
}

/** Null when the key of `issuer` signed `certificate`; otherwise why not, as a clause. */
export function issueFault(certificate: Certificate, issuer: Certificate): string | null {
  return signatureFault(certificate.signed, issuer.publicKey)
}

/** Whether two records are of one certificate: what was signed is the same. */
export function sameCertificate(a: Certificate, b: Certificate): boolean {
  return Buffer.compare(a.signed.bytes, b.signed.bytes) === 0
}

/** @throws AppError INVALID when the time is none */
export function dateOf({ value }: pkijs.Time, source: Source): Date {
  if (Number.isNaN(value.getTime())) throw damaged(source, 'a date in it is none')
  return value
}

/** The bytes of a bit string that is used as bytes. */
export function bits(block: BitString): Uint8Array {
  return block.valueBlock.valueHexView
}

/** What is in an extension, or null when it is not there. @throws AppError INVALID when it is damaged */
export function extension<T>(
  extensions: pkijs.Extension[],
  id: string,
  read: (schema: asn1js.AsnType) => T,
  source: Source,
): T | null {
  const found = extensions.find(({ extnID }) => extnID === id)
  return found === undefined ? null : read(parseAsn1(octets(found.extnValue), source))
}

/** The key identifier that the extension of a certificate or a revocation list gives of its issuer. */
export function authorityKeyIdOf(extensions: pkijs.Extension[], source: Source): string | null {
  const read = (schema: asn1js.AsnType) => new pkijs.AuthorityKeyIdentifier({ schema })
  return hexOf(extension(extensions, IDS.authorityKeyId, read, source)?.keyIdentifier)
}

const IDS = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
}

/** Extensions that change nothing for us: names, periods, places, policies; ICAO's name change and document types. */
const HARMLESS = [
  '2.5.29.16',
  '2.5.29.17',
  '2.5.29.18',
  '2.5.29.31',
  '2.5.29.32',
  '2.23.136.1.1.6.1',
  '2.23.136.1.1.6.2',
]

function extensionsOf(extensions: pkijs.Extension[], source: Source) {
  const get = <T>(id: string, read: (schema: asn1js.AsnType) => T) =>
    extension(extensions, id, read, source)
  const constraints = get(IDS.basicConstraints, (schema) => new pkijs.BasicConstraints({ schema }))
  const purposes = get(IDS.extendedKeyUsage, (schema) => new pkijs.ExtKeyUsage({ schema }))
  return {
    subjectKeyId: hexOf(get(IDS.subjectKeyId, octetString)),
    authorityKeyId: authorityKeyIdOf(extensions, source),
    isCa: constraints?.cA === true,
    usage: get(IDS.keyUsage, usageOf),
    purposes: purposes?.keyPurposes ?? [],
    unknownCritical: extensions
      .filter(({ critical, extnID }) => critical && !KNOWN.has(extnID))
      .map(({ extnID }) => extnID),
  }
}

const KNOWN = new Set([...Object.values(IDS), ...HARMLESS])

function octetString(block: asn1js.AsnType): asn1js.OctetString {
  if (block instanceof asn1js.OctetString) return block
  throw new TypeError('not an octet string')
}

/** RFC 5280 §4.2.1.3: the first bit is digitalSignature, the sixth keyCertSign, the seventh cRLSign. */
function usageOf(block: asn1js.AsnType) {
  if (!(block instanceof asn1js.BitString)) throw new TypeError('not a bit string')
  const first = bits(block)[0] ?? 0
  return {
    signsData: (first & 0x80) !== 0,
    signsCertificates: (first & 0x04) !== 0,
    signsCrls: (first & 0x02) !== 0,
  }
}

function hexOf(block: asn1js.OctetString | null | undefined): string | null {
  return block ? Buffer.from(octets(block)).toString('hex') : null
}
