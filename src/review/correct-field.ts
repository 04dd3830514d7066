import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { FieldCorrection } from '../storage/field-corrections'
import type { ReviewCase } from '../storage/review-cases'
import { isBlindTo } from './judge-blindly'
import { caseOf, workOn } from './work-case'

type World = Pick<
  Deps,
  'reviewCases' | 'audit' | 'reviewWork' | 'results' | 'fieldCorrections' | 'now'
>

type Said = { caseId: string; field: string; value: string; reason: string }

/**
 * Says what a field says, beside what was read, which stays; for good. No decision is changed by it, and none is made anew.
 * @throws AppError NOT_FOUND, INVALID; CONFLICT when the case is not in hand, or is closed
 */
export async function correctField(
  deps: World,
  caller: Caller,
  { caseId, field, ...said }: Said,
): Promise<ReviewCase> {
  await workOn(deps, caller, { caseId, deed: 'CORRECT_FIELD' }, async ({ found, ...who }) => {
    const [value, reason] = [said.value.trim(), said.reason.trim()]
    if (value === '') throw new AppError('INVALID', 'Say what the field says.', 'value')
    if (reason === '') throw new AppError('INVALID', 'Say why.', 'reason')
    if (field.endsWith('_DATE') && !isDate(value))
      throw new AppError('INVALID', 'Write a date as YYYY-MM-DD.', 'value')
    const reading = await deps.results.latestReading(found)
    if (!reading?.data.fields.some(({ name }) => name === field))
      throw new AppError('INVALID', 'No such field was read from the document.', 'field')
    await deps.fieldCorrections.create(who, { epoch: reading.epoch, field, value, reason })
  })
  return caseOf(deps, caller, caseId)
}

/** A day that there is (ISO 8601). */
function isDate(value: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

/** Of each field the latest correction of what was read last; none for whoever is to judge the case blindly. */
export async function correctionsInForce(
  deps: Pick<Deps, 'results' | 'fieldCorrections'>,
  found: ReviewCase,
  memberId: string,
): Promise<FieldCorrection[]> {
  if (isBlindTo(found, memberId)) return []
  const reading = await deps.results.latestReading(found)
  const all = await deps.fieldCorrections.ofSession(found)
  const ofReading = all.filter(({ epoch }) => epoch === reading?.epoch)
  return [...new Map(ofReading.map((each) => [each.field, each])).values()]
}
