import { MOST_JOINED } from './link-graph'
import type { Link, SessionFacts } from './observation'

/**
 * What joins a session by its face: itself, to be found by others, and those whose face is alike. The keys are ids of sessions:
 * nothing of the face is in them. A face like those of more than MOST_JOINED tells nobody from anybody.
 */
export function faceLinks(
  sessionId: string,
  alike: NonNullable<SessionFacts['alikeFaces']>,
): Link[] {
  const applicants = new Set(alike.map(({ applicantId }) => applicantId))
  const found = applicants.size > MOST_JOINED ? [] : alike
  const keys = [sessionId, ...found.map((each) => each.sessionId)]
  return keys.map((key) => ({ kind: 'FACE', key }))
}
