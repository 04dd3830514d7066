import type { Certificate } from './certificate'
import { chainFinding, checkRevocation, checkValidity } from './check-certificates'
import { checkDataGroups, hashesFinding } from './check-data-groups'
import {
  CHIP_CHECKS,
  type ChipCheckName,
  type ChipFinding,
  type ChipReading,
  type DocumentSigner,
  failed,
  NOT_PROVEN,
  passed,
  skipped,
  summarise,
} from './chip-reading'
import { type SignatureVerdict, verifySigners } from './cms'
import { readDataGroup1 } from './data-group-1'
import { readDataGroup2 } from './data-group-2'
import { parseSecurityObject } from './security-object'
import { chainOf, type SignerChain } from './signer-chain'
import { assertSize, damaged, dataGroupSource, SOURCES } from './source'
import type { CscaTrust } from './trust'

/** The elementary files of a chip, whole, as an app read them. `dg`: further data groups by number, 3 to 16. */
export type ChipFiles = {
  sod: Uint8Array
  dg1: Uint8Array
  dg2: Uint8Array
  dg?: Readonly<Record<number, Uint8Array>>
}

/** `trust` is null where the operator gave none: the chain is then SKIPPED, never passed. */
export type ChipOptions = { trust: CscaTrust | null; now: Date }

/**
 * Reads a chip and does Passive Authentication (ICAO 9303-11 §5.1, 9303-12). A tampered or untrusted chip is a reading
 * whose checks fail; only bytes that cannot be read are refused.
 * @throws AppError INVALID, with the file in `field`, when a file is too large or not what it should be; IMAGE_DAMAGED,
 * IMAGE_UNSUPPORTED or IMAGE_TOO_MANY_PIXELS when the portrait does not decode
 */
export async function readChip(files: ChipFiles, options: ChipOptions): Promise<ChipReading> {
  const groups = assertFiles(files)
  const securityObject = parseSecurityObject(files.sod)
  const mrz = readDataGroup1(files.dg1, options.now.toISOString().slice(0, 10))
  const portrait = await readDataGroup2(files.dg2)
  const dataGroups = checkDataGroups(groups, securityObject)
  const verdict = verifySigners(securityObject.message)
  const findings: Record<ChipCheckName, ChipFinding> = {
    SOD_SIGNATURE: signatureFinding(verdict),
    DATA_GROUP_HASHES: hashesFinding(dataGroups),
    ...certificateFindings(verdict, options),
  }
  const checks = CHIP_CHECKS.map((check) => ({ check, ...findings[check] }))
  return {
    mrz,
    fields: mrz.fields,
    portrait,
    checks,
    dataGroups,
    documentSigner: verdict.certificate === null ? null : signerOf(verdict.certificate),
    passiveAuthentication: summarise(checks),
    notProven: NOT_PROVEN,
  }
}

/** Sizes and numbers, before anything is parsed. Returns the data groups by number. */
function assertFiles({ sod, dg1, dg2, dg = {} }: ChipFiles): Map<number, Uint8Array> {
  assertSize(sod, SOURCES.sod)
  assertSize(dg1, SOURCES.dg1)
  assertSize(dg2, SOURCES.dg2)
  const groups = new Map([
    [1, dg1],
    [2, dg2],
  ])
  for (const [key, bytes] of Object.entries(dg)) {
    const source = dataGroupSource(Number(key))
    if (!/^([3-9]|1[0-6])$/.test(key)) throw damaged(source, 'there is no such further data group')
    assertSize(bytes, source)
    groups.set(Number(key), bytes)
  }
  return groups
}

function signatureFinding({ certificate, fault }: SignatureVerdict): ChipFinding {
  if (fault !== null) return failed(`The signature of the SOD does not hold: ${fault}.`)
  return passed(`The SOD was signed by "${certificate?.subject.text}".`)
}

type CertificateChecks = 'DOCUMENT_SIGNER_CHAIN' | 'CERTIFICATE_VALIDITY' | 'REVOCATION'

function certificateFindings(
  { certificate, signingTime }: SignatureVerdict,
  { trust, now }: ChipOptions,
): Record<CertificateChecks, ChipFinding> {
  if (certificate === null) {
    const finding = skipped('The SOD does not hold the certificate of its signer.')
    return { DOCUMENT_SIGNER_CHAIN: finding, CERTIFICATE_VALIDITY: finding, REVOCATION: finding }
  }
  const chain = trust === null ? null : chainOf(certificate, trust.certificates)
  const path = chain !== null && 'path' in chain ? chain.path : null
  return {
    DOCUMENT_SIGNER_CHAIN: chainFindingOf(chain),
    CERTIFICATE_VALIDITY: checkValidity(certificate, path, signingTime, now),
    REVOCATION: checkRevocation(path, trust?.crls ?? [], now),
  }
}

function chainFindingOf(chain: SignerChain | null): ChipFinding {
  if (chain === null)
    return skipped(
      'No country signers are trusted here: give a master list, or their certificates.',
    )
  return 'path' in chain ? chainFinding(chain.path) : failed(chain.broken)
}

function signerOf(certificate: Certificate): DocumentSigner {
  const { subject, issuer, serialNumber, notBefore, notAfter } = certificate
  return { subject: subject.text, issuer: issuer.text, serialNumber, notBefore, notAfter }
}
