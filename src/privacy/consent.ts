import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Consent, Session, SessionRef } from '../sessions/session'

/**
 * The applicant has agreed to this text; a later one takes its place while captures are taken. To the enrolment of the face they
 * may also agree later, once the session is approved.
 * @throws AppError NOT_FOUND, CONFLICT when it is not the applicant's turn, INVALID for a locale that is none
 */
export async function recordConsent(
  deps: Pick<Deps, 'sessions' | 'now'>,
  ref: SessionRef,
  { textVersion, locale, purpose }: Consent,
  actor: string,
): Promise<Session> {
  const session = await deps.sessions.get(ref)
  if (!takesConsent(session, purpose))
    throw new AppError(
      'CONFLICT',
      `A session that is ${session.status} takes no consent.`,
      'sessionId',
    )
  const consent = { textVersion, locale: canonical(locale), purpose }
  return deps.sessions.recordConsent(session, consent, { actor, at: deps.now() })
}

function takesConsent({ status, purpose: of }: Session, purpose: Consent['purpose']): boolean {
  const later = purpose === 'FACE_AUTHENTICATION' && status === 'APPROVED'
  return status === 'AWAITING_CAPTURE' || (later && of === 'VERIFICATION')
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

/** Who is to confirm by face agreed when it was enrolled. @throws AppError CONSENT_MISSING when the organisation requires consent and none is recorded */
export async function assertConsented(
  deps: Pick<Deps, 'organizations'>,
  { tenantId, consentedAt, purpose }: Session,
): Promise<void> {
  if (consentedAt !== null || purpose === 'FACE_AUTHENTICATION') return
  const { consentRequired } = await deps.organizations.get(tenantId)
  if (consentRequired)
    throw new AppError(
      'CONSENT_MISSING',
      'Record the consent of the applicant first (consentRecord).',
      'sessionId',
    )
}
