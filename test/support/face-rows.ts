import type { Client } from 'pg'

type Rows = {
  tenantId: string
  model: string
  /** Signs as texts of 0 and 1. */
  codes: string[]
  template: Uint8Array
  /** The number of the first. */
  from?: number
}

/** Faces of an organisation that is there, each of an applicant and session of its own: `<tenantId>-a<n>`, `<tenantId>-s<n>`. */
export async function insertFaces(
  client: Client,
  { tenantId, model, codes, template, from = 0 }: Rows,
): Promise<void> {
  const to = from + codes.length - 1
  await client.query(
    `insert into "Applicant" (id, "tenantId") select $1 || '-a' || n, $1 from generate_series($2::int, $3::int) n`,
    [tenantId, from, to],
  )
  await client.query(
    `insert into "KycSession" (id, "tenantId", "applicantId", mode, status, "expiresAt", "touchedAt", "updatedAt")
     select $1 || '-s' || n, $1, $1 || '-a' || n, 'LIVE', 'APPROVED', now(), now(), now() from generate_series($2::int, $3::int) n`,
    [tenantId, from, to],
  )
  await client.query(
    `insert into "RiskFace" ("sessionId", "tenantId", "applicantId", mode, model, code, template, at)
     select $1 || '-s' || n, $1, $1 || '-a' || n, 'LIVE', $2, code::bit(1536), $3, now()
     from unnest($4::text[]) with ordinality as given (code, place), lateral (select $5::int + place - 1 as n) numbered`,
    [tenantId, model, template, codes, from],
  )
}
