import { AppError } from '../errors'
import { type Certificate, issueFault, parseCertificate, sameCertificate } from './certificate'
import { parseSignedContent, verifySigners } from './cms'
import { assertSize, damaged, SOURCES } from './source'
import { readTlv, readTlvs } from './tlv'

/** The country signers that a state or ICAO has put together and signed (ICAO 9303-12 §8). */
export type MasterList = {
  certificates: Certificate[]
  /** Certificates in it that we cannot read; a chip of those signers gets no chain. */
  unreadable: number
  /** Who signed the list, as in `C=DE, CN=…`. */
  signer: string
  /** What vouches for the signer: certificates the operator gave, or no more than a country signer in the list itself. */
  vouchedBy: 'GIVEN_SIGNERS' | 'ITSELF'
}

/**
 * Reads a master list and verifies its signature, whose certificate must be made for signing such lists, valid at `now`,
 * and vouched for: given in `signers`, or issued by one of them; without `signers`, issued by a country signer in the
 * list. That last shows only that the list is whole: get it from a place you trust, or give its signer.
 * @throws AppError INVALID when it is no master list, its signature fails or nobody vouches for its signer
 */
export function loadMasterList(
  bytes: Uint8Array,
  { signers, now }: { signers?: Certificate[]; now: Date },
): MasterList {
  assertSize(bytes, masterList)
  const message = parseSignedContent(bytes, masterList)
  if (message.contentType !== MASTER_LIST) throw damaged(masterList, 'it is another signed message')
  const { certificate, fault } = verifySigners(message)
  if (fault !== null || certificate === null)
    throw distrusted(`its signature does not hold: ${fault ?? 'nobody signed it'}`)
  const { certificates, unreadable } = readCertificates(message.content)
  assertListSigner(certificate, now)
  assertVouched(certificate, signers ?? certificates, signers !== undefined)
  return {
    certificates,
    unreadable,
    signer: certificate.subject.text,
    vouchedBy: signers === undefined ? 'ITSELF' : 'GIVEN_SIGNERS',
  }
}

const { masterList } = SOURCES
/** The largest lists have about a thousand. */
const MAX_CERTIFICATES = 5_000
const MASTER_LIST = '2.23.136.1.1.2'
const LIST_SIGNING = '2.23.136.1.1.3'
const TAGS = { sequence: 0x30, set: 0x31, integer: 0x02 }

/** CscaMasterList ::= SEQUENCE { version INTEGER, certList SET OF Certificate }: each certificate is read by itself. */
function readCertificates(content: Uint8Array) {
  const list = readTlv(content, masterList)
  const [version, set, ...others] = readTlvs(list.value, masterList)
  const fits = list.tag === TAGS.sequence && version?.tag === TAGS.integer && others.length === 0
  if (!fits || set?.tag !== TAGS.set) throw damaged(masterList, 'its content is no list')
  const read = readTlvs(set.value, masterList, MAX_CERTIFICATES).map(({ raw }) =>
    readCertificate(raw),
  )
  const certificates = read.filter((certificate) => certificate !== null)
  if (certificates.length === 0) throw damaged(masterList, 'it holds no certificate we can read')
  return { certificates, unreadable: read.length - certificates.length }
}

/** Null for one we cannot read: real lists hold some that break the standard. */
function readCertificate(der: Uint8Array): Certificate | null {
  try {
    return parseCertificate(der, SOURCES.certificate)
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function assertListSigner({ purposes, notBefore, notAfter }: Certificate, now: Date): void {
  if (!purposes.includes(LIST_SIGNING))
    throw distrusted('the certificate of its signer is not made for signing master lists')
  if (now < notBefore || now > notAfter)
    throw distrusted('the certificate of its signer is not valid today; get the newest list')
}

function assertVouched(signer: Certificate, vouchers: Certificate[], given: boolean): void {
  const vouched = vouchers.some(
    (one) =>
      (given && sameCertificate(one, signer)) ||
      (one.isCa && one.subject.key === signer.issuer.key && issueFault(signer, one) === null),
  )
  if (vouched) return
  const who = given ? 'none of the signers given is or issued' : 'no country signer in it issued'
  throw distrusted(`${who} the certificate of its signer (${signer.subject.text})`)
}

function distrusted(detail: string): AppError {
  const message = `The master list is not to be trusted: ${detail}.`
  return new AppError('INVALID', message, masterList.field)
}
