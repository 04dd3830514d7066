import type { Certificate } from './certificate'
import { type ChipFinding, failed, passed, skipped } from './chip-reading'
import { type Crl, crlFault } from './crl'

/** Whether a document signer leads to a trusted country signer. `path`: see `chainOf`; null without trust. */
export function chainFinding(path: Certificate[]): ChipFinding {
  const links = path.length - 2
  const by = links === 0 ? '' : `, by ${links} link certificate${links === 1 ? '' : 's'}`
  return passed(`The document signer was issued by "${path[1]?.subject.text}"${by}.`)
}

/**
 * The periods of the certificates: the document signer's must include `now` and the time of signing where the SOD gives
 * it; each issuer's must include `now` and the day on which the certificate below it begins. Without a path only the
 * document signer can fail. ICAO 9303-12 §7.1 makes certificates outlive the documents they vouch for.
 */
export function checkValidity(
  signer: Certificate,
  path: Certificate[] | null,
  signedAt: Date | null,
  now: Date,
): ChipFinding {
  const own = periodFault(signer, now, 'The document signer')
  if (own !== null) return failed(own)
  if (signedAt !== null && !isWithin(signedAt, signer))
    return failed(`The SOD was signed on ${day(signedAt)}, outside its signer's period.`)
  const until = `The document signer is valid until ${day(signer.notAfter)}`
  if (path === null) return skipped(`${until}; its country signer is unknown, its period as well.`)
  const fault = path.slice(1).map((issuer, i) => issuerFault(issuer, path[i], now))
  const first = fault.find((text) => text !== null)
  return first ? failed(first) : passed(`${until}, its country signer as well.`)
}

/** Whether the certificates of the path, the self-signed end left out, are on their issuers' revocation lists. */
export function checkRevocation(path: Certificate[] | null, crls: Crl[], now: Date): ChipFinding {
  if (crls.length === 0)
    return skipped('No revocation list was given: a revoked signer would not be noticed.')
  if (path === null) return skipped('Without a trusted country signer no list can be relied on.')
  const findings = path.slice(0, -1).map((one, i) => revocation(one, path[i + 1], crls, now))
  return (
    findings.find(({ outcome }) => outcome === 'FAIL') ??
    findings.find(({ outcome }) => outcome === 'SKIPPED') ??
    passed('No certificate is on the revocation list of its issuer.')
  )
}

function issuerFault(
  issuer: Certificate,
  below: Certificate | undefined,
  now: Date,
): string | null {
  const who = `The country signer "${issuer.subject.text}"`
  if (below !== undefined && !isWithin(below.notBefore, issuer))
    return `${who} was not valid on ${day(below.notBefore)}, when it issued a certificate.`
  return periodFault(issuer, now, who)
}

function periodFault(certificate: Certificate, now: Date, who: string): string | null {
  if (now < certificate.notBefore)
    return `${who} is not valid before ${day(certificate.notBefore)}.`
  return now > certificate.notAfter ? `${who} expired on ${day(certificate.notAfter)}.` : null
}

function isWithin(time: Date, { notBefore, notAfter }: Certificate): boolean {
  return time >= notBefore && time <= notAfter
}

/** A revocation counts even on a list that is out of date; the absence of one does not. */
function revocation(
  certificate: Certificate,
  issuer: Certificate | undefined,
  crls: Crl[],
  now: Date,
): ChipFinding {
  const lists = crls.filter(
    (list) => issuer?.subject.key === list.issuer.key && crlFault(list, issuer) === null,
  )
  const who = `"${certificate.subject.text}"`
  const since = lists.map(({ revoked }) => revoked.get(certificate.serialNumber)).find(Boolean)
  if (since) return failed(`The certificate ${who} was revoked on ${day(since)}.`)
  if (lists.length === 0)
    return skipped(`No list given is of "${certificate.issuer.text}", or its signature fails.`)
  const current = lists.some((list) => isCurrent(list, now))
  return current ? passed('') : skipped(`The list for ${who} is out of date; get the newest one.`)
}

function isCurrent({ thisUpdate, nextUpdate }: Crl, now: Date): boolean {
  return thisUpdate <= now && (nextUpdate === null || now <= nextUpdate)
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
