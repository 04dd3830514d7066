import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import type { FieldCorrection } from '../storage/field-corrections'
import { correctionsInForce } from './correct-field'
import { inHand } from './work-case'

type World = Pick<
  Deps,
  'reviewCases' | 'reviewWork' | 'results' | 'fieldCorrections' | 'audit' | 'now'
>

/** A field's value in one source. */
export type RevealedField = { name: string; source: string; value: string }

/**
 * The values of some fields, in every source and as corrected, for whoever has the case in hand: one row in the audit log, written before they are
 * given, says which. None where no such field was read.
 * @throws AppError NOT_FOUND; CONFLICT when the case is not in hand
 */
export async function revealFields(
  deps: World,
  caller: Caller,
  { caseId, names }: { caseId: string; names: readonly string[] },
): Promise<{ fields: RevealedField[]; corrections: FieldCorrection[] }> {
  const { tenantId, sessionId, found: reviewed } = await inHand(deps, caller, caseId, 'REVEAL')
  const reading = await deps.results.latestReading({ tenantId, sessionId })
  const found = reading?.data.fields.filter(({ name }) => names.includes(name)) ?? []
  if (found.length === 0) return { fields: [], corrections: [] }
  const corrected = await correctionsInForce(deps, reviewed, caller.id)
  const fields = [...new Set(found.map(({ name }) => name))]
  const entry = { action: 'DOCUMENT_FIELDS_REVEALED', object: sessionId } as const
  await deps.audit.append(tenantId, {
    ...{ actor: caller.id, at: deps.now(), ...entry },
    details: { fields },
  })
  return {
    fields: found.map(({ name, source, value }) => ({ name, source, value })),
    corrections: corrected.filter(({ field }) => names.includes(field)),
  }
}
