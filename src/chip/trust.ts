import { type Certificate, parseCertificate } from './certificate'
import { type Crl, parseCrl } from './crl'
import { loadMasterList, type MasterList } from './master-list'
import { isPem, pemBlocks } from './pem'
import { assertSize, damaged, SOURCES } from './source'
import { readTlv, readTlvs } from './tlv'

/** The country signers an operator trusts, the master lists they came in, and the revocation lists there are. */
export type CscaTrust = { certificates: Certificate[]; crls: Crl[]; masterLists: MasterList[] }

/** Files of an operator: master lists and country signers mixed, revocation lists, signers of master lists. */
export type TrustFiles = { signers: Uint8Array[]; crls: Uint8Array[]; listSigners?: Uint8Array[] }

/**
 * The trust in these files. A file of `signers` is a master list, or certificates as PEM or DER. With `listSigners`, no
 * other party may have signed a master list.
 * @throws AppError INVALID when a file is none of these or a master list is not to be trusted
 */
export function loadTrust({ signers, crls, listSigners }: TrustFiles, now: Date): CscaTrust {
  const given = listSigners?.flatMap(loadCertificates)
  const options = given === undefined ? { now } : { now, signers: given }
  const loaded = signers.map((file) =>
    isMasterList(file) ? loadMasterList(file, options) : { certificates: loadCertificates(file) },
  )
  return {
    certificates: withoutRepeats(loaded.flatMap(({ certificates }) => certificates)),
    crls: crls.flatMap(loadCrls),
    masterLists: loaded.filter((each) => 'signer' in each),
  }
}

/** Certificates as PEM, any number, or one as DER. @throws AppError INVALID when there is none */
export function loadCertificates(bytes: Uint8Array): Certificate[] {
  const source = SOURCES.certificate
  assertSize(bytes, source)
  const ders = isPem(bytes) ? pemBlocks(bytes, 'CERTIFICATE', source) : [bytes]
  return ders.map((der) => parseCertificate(der, source))
}

/** Revocation lists as PEM, any number, or one as DER. @throws AppError INVALID when there is none */
export function loadCrls(bytes: Uint8Array): Crl[] {
  assertSize(bytes, SOURCES.crl)
  const ders = isPem(bytes) ? pemBlocks(bytes, 'X509 CRL', SOURCES.crl) : [bytes]
  return ders.map(parseCrl)
}

/** A CMS message begins with an object identifier, a certificate with another sequence. Length is left open in BER. */
function isMasterList(bytes: Uint8Array): boolean {
  if (isPem(bytes)) return false
  assertSize(bytes, SOURCES.masterList)
  if (bytes[0] !== SEQUENCE) throw damaged(SOURCES.masterList, 'it is neither a list nor PEM')
  if (bytes[1] === INDEFINITE) return bytes[2] === OBJECT_IDENTIFIER
  const [first] = readTlvs(readTlv(bytes, SOURCES.masterList).value, SOURCES.masterList)
  return first?.tag === OBJECT_IDENTIFIER
}

const SEQUENCE = 0x30
const OBJECT_IDENTIFIER = 0x06
const INDEFINITE = 0x80

/** The same certificate is in many master lists. */
function withoutRepeats(certificates: Certificate[]): Certificate[] {
  const kept = new Map<string, Certificate>()
  for (const certificate of certificates) {
    const key = Buffer.from(certificate.signed.bytes).toString('latin1')
    if (!kept.has(key)) kept.set(key, certificate)
  }
  return [...kept.values()]
}
