import * as pkijs from 'pkijs'
import { integerHex, parseAsn1, reading } from './asn1'
import { authorityKeyIdOf, bits, type Certificate, dateOf } from './certificate'
import { type Name, nameOf } from './name'
import { signatureAlgorithmOf } from './signature-algorithm'
import { assertSize, damaged, SOURCES } from './source'
import { type Signed, signatureFault } from './verify-signature'

/** A certificate revocation list of a country signer (RFC 5280 §5, ICAO 9303-12 §7.2). */
export type Crl = {
  issuer: Name
  authorityKeyId: string | null
  thisUpdate: Date
  /** Null where the list does not say when the next one comes. */
  nextUpdate: Date | null
  /** The day of revocation by serial number, in hexadecimal without zeros in front. */
  revoked: Map<string, Date>
  signed: Signed
}

/**
 * A revocation list from DER. Its signature is verified when it is used, with the key of the certificate's issuer.
 * @throws AppError INVALID when it is none, or is of a kind we cannot rely on (partial, indirect, differences)
 */
export function parseCrl(der: Uint8Array): Crl {
  assertSize(der, crl)
  const schema = parseAsn1(der, crl, MAX_NODES)
  return reading(crl, 'it is no X.509 revocation list', () =>
    crlOf(new pkijs.CertificateRevocationList({ schema })),
  )
}

/** Null when the key of `issuer` signed the list; otherwise why not, as a clause. */
export function crlFault(list: Crl, issuer: Certificate): string | null {
  if (issuer.usage !== null && !issuer.usage.signsCrls)
    return 'its issuer may not sign revocation lists'
  return signatureFault(list.signed, issuer.publicKey)
}

const { crl } = SOURCES
/** Four to nine elements an entry: at least 10 000 revoked certificates. Lists of country signers have far fewer. */
const MAX_NODES = 100_000

/** Number and authority key; freshest-list and the reason of an entry are no limits either. */
const UNDERSTOOD = ['2.5.29.20', '2.5.29.35', '2.5.29.21', '2.5.29.24']

function crlOf(list: pkijs.CertificateRevocationList): Crl {
  const extensions = list.crlExtensions?.extensions ?? []
  const entries = list.revokedCertificates ?? []
  for (const found of [extensions, ...entries.map(entryExtensions)]) assertUnderstood(found)
  return {
    issuer: nameOf(list.issuer),
    authorityKeyId: authorityKeyIdOf(extensions, crl),
    thisUpdate: dateOf(list.thisUpdate, crl),
    nextUpdate: list.nextUpdate === undefined ? null : dateOf(list.nextUpdate, crl),
    revoked: new Map(
      entries.map((entry) => [
        integerHex(entry.userCertificate),
        dateOf(entry.revocationDate, crl),
      ]),
    ),
    signed: {
      bytes: list.tbsView,
      algorithm: signatureAlgorithmOf(list.signatureAlgorithm),
      signature: bits(list.signatureValue),
    },
  }
}

function entryExtensions({ crlEntryExtensions }: pkijs.RevokedCertificate): pkijs.Extension[] {
  return crlEntryExtensions?.extensions ?? []
}

/** A critical extension limits what the list speaks of. */
function assertUnderstood(extensions: pkijs.Extension[]): void {
  const other = extensions.find(({ critical, extnID }) => critical && !UNDERSTOOD.includes(extnID))
  if (other !== undefined)
    throw damaged(crl, `it has the critical extension ${other.extnID}: it is not a whole list`)
}
