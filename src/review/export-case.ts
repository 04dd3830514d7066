import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import { sha256 } from '../sessions/sha256'
import { sealBundle } from '../trust/case-bundle'
import { contentsOf } from './case-contents'
import { picturesOf } from './case-pictures'
import { assertMaySeeAll } from './judge-blindly'

type World = Parameters<typeof contentsOf>[0] &
  Parameters<typeof picturesOf>[0] &
  Pick<Deps, 'reviewCases' | 'signer' | 'settings' | 'audit' | 'now'>

/** A bundle as it is to be saved, byte for byte, and the SHA-256 of it. */
export type CaseExport = { bundle: string; sha256: string; fileName: string }

/**
 * A case with all that speaks for and against the decision, as a file that can be checked offline (trust/case-bundle.ts). Match and
 * liveness scores are left out, as everywhere outside. One row in the audit log, written before the bundle is given.
 * @throws AppError NOT_FOUND; CONFLICT, of one who is yet to judge it blindly
 */
export async function exportCase(
  deps: World,
  caller: Pick<Caller, 'tenantId' | 'id'>,
  { caseId, images }: { caseId: string; images: boolean },
): Promise<CaseExport> {
  const { tenantId, id: actor } = caller
  const at = deps.now()
  const found = await deps.reviewCases.get({ tenantId, caseId }, at)
  assertMaySeeAll(found, actor)
  const files = images ? await picturesOf(deps, found) : []
  const about = { iss: deps.settings.publicUrl, aud: tenantId, sub: caseId, iat: seconds(at) }
  const contents = await contentsOf(deps, found)
  const bundle = await sealBundle({ contents, files }, about, deps.signer.sign)
  const hash = sha256(Buffer.from(bundle))
  const details = { sha256: hash, images: files.map(({ name }) => name) }
  await deps.audit.append(tenantId, { actor, at, action: 'CASE_EXPORTED', object: caseId, details })
  return { bundle, sha256: hash, fileName: `${caseId}.json` }
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1000)
