import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Session, SessionRef } from '../sessions/session'

/** `textVersion`: the organisation's name for the text that was shown. `locale`: its language (BCP 47). */
export type Consent = { textVersion: string; locale: string }

/**
 * The applicant has agreed to this text; a later one takes its place while captures are taken.
 * @throws AppError NOT_FOUND, CONFLICT when it is not the applicant's turn, INVALID for a locale that is none
 */
export async function recordConsent(
  deps: Pick<Deps, 'sessions' | 'now'>,
  ref: SessionRef,
  { textVersion, locale }: Consent,
  actor: string,
): Promise<Session> {
  const session = await deps.sessions.get(ref)
  if (session.status !== 'AWAITING_CAPTURE')
    throw new AppError(
      'CONFLICT',
      `A session that is ${session.status} takes no consent.`,
      'sessionId',
    )
  const consent = { textVersion, locale: canonical(locale) }
  return deps.sessions.recordConsent(session, consent, { actor, at: deps.now() })
}

function canonical(locale: string): string {
  try {
    const [found] = Intl.getCanonicalLocales(locale)
    if (found !== undefined) return found
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  throw new AppError('INVALID', 'locale must be a language such as en, de-AT or zh-Hant.', 'locale')
}

/** @throws AppError CONSENT_MISSING when the organisation requires consent and none is recorded */
export async function assertConsented(
  deps: Pick<Deps, 'organizations'>,
  { tenantId, consentedAt }: Session,
): Promise<void> {
  if (consentedAt !== null) return
  const { consentRequired } = await deps.organizations.get(tenantId)
  if (consentRequired)
    throw new AppError(
      'CONSENT_MISSING',
      'Record the consent of the applicant first (consentRecord).',
      'sessionId',
    )
}
