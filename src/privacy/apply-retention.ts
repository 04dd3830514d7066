import type { Deps } from '../deps'
import { eraseApplicant } from './erase-applicant'

const BATCH = 100

/**
 * Removes images, and erases applicants, that are past the time their organisation set.
 * @returns how many sessions lost their images, and how many applicants were erased
 */
export async function applyRetention(deps: Deps): Promise<{ images: number; applicants: number }> {
  const sessions = await deps.retention.imagesDue(deps.now(), BATCH)
  for (const ref of sessions) await deps.retention.dropImages(ref, deps.now())
  const applicants = await deps.retention.applicantsDue(deps.now(), BATCH)
  for (const due of applicants) await eraseApplicant(deps, due, 'RETENTION')
  return { images: sessions.length, applicants: applicants.length }
}
