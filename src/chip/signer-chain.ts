import { type Certificate, issueFault, sameCertificate } from './certificate'

/** From a document signer to a self-signed country signer, both included; or why there is none, as a sentence. */
export type SignerChain = { path: Certificate[] } | { broken: string }

/**
 * The chain of a document signer (ICAO 9303-12 §7.1.1): issued by a country signer of the same country, which is
 * self-signed or follows from a self-signed one by link certificates. All but the document signer must be among
 * `trusted`. Periods and revocation are checked elsewhere.
 */
export function chainOf(signer: Certificate, trusted: Certificate[]): SignerChain {
  const misuse = signerMisuse(signer)
  if (misuse !== null) return { broken: misuse }
  return climb(signer, trusted, [signer])
}

/** A country changes its key every three to five years: this many link certificates last for thirty. */
const MAX_PATH = 8

function climb(last: Certificate, trusted: Certificate[], path: Certificate[]): SignerChain {
  const named = trusted.filter((one) => mayHaveIssued(one, last))
  if (named.length === 0)
    return { broken: `The country signer "${last.issuer.text}" is not among those trusted.` }
  let broken = 'The link certificates lead to no self-signed country signer.'
  for (const issuer of named) {
    const result = step(last, issuer, trusted, path)
    if ('path' in result) return result
    broken = result.broken
  }
  return { broken }
}

/** One step up: to the end when the issuer signed itself, else on from there. */
function step(
  last: Certificate,
  issuer: Certificate,
  trusted: Certificate[],
  path: Certificate[],
): SignerChain {
  const fault = issueFault(last, issuer)
  if (fault !== null)
    return { broken: `The country signer "${issuer.subject.text}" did not issue it: ${fault}.` }
  const misuse = caMisuse(issuer, path[0] ?? last)
  if (misuse !== null) return { broken: misuse }
  const longer = [...path, issuer]
  if (issueFault(issuer, issuer) === null) return { path: longer }
  const known = path.some((one) => sameCertificate(one, issuer))
  if (known || longer.length === MAX_PATH) return { broken: 'The link certificates lead nowhere.' }
  return climb(issuer, trusted, longer)
}

/** By name, or by the identifier of the key: a link certificate may carry the old name. The signature decides. */
function mayHaveIssued(
  issuer: Certificate,
  { issuer: name, authorityKeyId }: Certificate,
): boolean {
  if (issuer.subject.key === name.key) return true
  return authorityKeyId !== null && authorityKeyId === issuer.subjectKeyId
}

function signerMisuse({ isCa, usage, purposes, unknownCritical }: Certificate): string | null {
  if (isCa) return 'The certificate of the document signer is that of an issuer.'
  if (usage !== null && !usage.signsData)
    return 'The certificate of the document signer is not made for signing data.'
  if (purposes.length > 0)
    return 'The certificate of the document signer is made for another purpose.'
  return unknownExtension(unknownCritical, 'document signer')
}

function caMisuse(issuer: Certificate, signer: Certificate): string | null {
  const { isCa, usage, subject, unknownCritical } = issuer
  if (!isCa || (usage !== null && !usage.signsCertificates))
    return `The certificate "${subject.text}" may not issue others.`
  const { country } = signer.subject
  if (country !== null && subject.country !== null && country !== subject.country)
    return `The document signer is of ${country}, the country signer of ${subject.country}.`
  return unknownExtension(unknownCritical, 'country signer')
}

function unknownExtension([id]: string[], who: string): string | null {
  return id === undefined
    ? null
    : `The certificate of the ${who} has the critical extension ${id}, which we do not understand.`
}
