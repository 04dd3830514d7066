import canonicalize from 'canonicalize'
import { hashLeaf } from './merkle'

/** Ids, codes, counts and times: never anything of a person. */
export type AuditDetails = Record<string, string | number | boolean | null | readonly string[]>

/** One thing that was done. `at`: RFC 3339 in UTC with milliseconds. `prev` and `hash`: hex. */
export type AuditRow = {
  tenantId: string
  /** 1, 2, 3, … within the organisation. */
  seq: number
  at: string
  /** The API key or member; SYSTEM for ourselves. */
  actor: string
  action: string
  /** The id of what it was done to. */
  object: string
  details: AuditDetails
  /** The hash of the row before it; zeros in the first. */
  prev: string
  hash: string
}

/** What stands before the first row. */
export const NO_ROW = '0'.repeat(64)

/**
 * SHA-256(0x00 ‖ JCS(row without `hash`)), JCS being RFC 8785: the hash of a leaf of RFC 6962, so that rows form a chain and
 * a Merkle tree with the same hash.
 */
export function hashAuditRow({
  hash: _,
  ...row
}: Omit<AuditRow, 'hash'> & { hash?: string }): string {
  return hashLeaf(canonicalize(row) ?? '')
}

/** A row as JCS writes it, around `prev` and `seq`, which only the end of the chain knows: names stand in the order of the alphabet. */
export function auditRowText({ tenantId, ...rest }: Omit<AuditRow, 'seq' | 'prev' | 'hash'>) {
  const before = canonicalize(rest) ?? ''
  const last = canonicalize({ tenantId }) ?? ''
  return {
    beforePrev: `${before.slice(0, -1)},"prev":"`,
    beforeSeq: '","seq":',
    afterSeq: `,${last.slice(1)}`,
  }
}
