import type { Deps } from '../deps'
import { writePdf } from '../reports/write-pdf'
import type { Caller } from '../sessions/caller'
import { sha256 } from '../sessions/sha256'
import { contentsOf } from './case-contents'
import { explainCase } from './explain-case'
import { assertMaySeeAll } from './judge-blindly'
import { reportPictures } from './report-pictures'
import { reportBlocks } from './report-sections'
import { time } from './report-words'

type World = Parameters<typeof contentsOf>[0] &
  Parameters<typeof explainCase>[0] &
  Parameters<typeof reportPictures>[0] &
  Pick<Deps, 'reviewCases' | 'audit' | 'now'>

/** A PDF in base64, and the SHA-256 of its bytes. */
export type CaseReport = { pdf: string; sha256: string; fileName: string }

/** `values`: what the fields say; without it only how long they are. */
export type ReportWish = { caseId: string; images: boolean; values: boolean }

/**
 * A case to be read on paper: what the bundle tells (export-case.ts), with each reason explained. Match and liveness scores are
 * left out, as everywhere outside. One row in the audit log, written before the report is given.
 * @throws AppError NOT_FOUND; CONFLICT, of one who is yet to judge it blindly
 */
export async function reportCase(
  deps: World,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  { caseId, images, values }: ReportWish,
): Promise<CaseReport> {
  const at = deps.now()
  const found = await deps.reviewCases.get({ tenantId, caseId }, at)
  assertMaySeeAll(found, actor)
  const contents = await contentsOf(deps, found)
  const explanation = await explainCase(deps, found)
  const pictures = images ? await reportPictures(deps, found) : []
  const title = `Case ${caseId}`
  const about = `Taken out by ${actor} at ${time(at)}. Times are UTC.`
  const blocks = reportBlocks({ contents, explanation, pictures, values })
  const foot = `${caseId} · ${actor} · ${time(at)}`
  const pdf = await writePdf({ title, about, foot, blocks }, at)
  const hash = sha256(pdf)
  const details = { format: 'PDF', sha256: hash, values, images: pictures.map(({ name }) => name) }
  await deps.audit.append(tenantId, { actor, at, action: 'CASE_EXPORTED', object: caseId, details })
  return { pdf: pdf.toString('base64'), sha256: hash, fileName: `${caseId}.pdf` }
}
