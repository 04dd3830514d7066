import type { Deps } from '../deps'
import type { Capture, Session, SessionRef } from '../sessions/session'

type World = Pick<
  Deps,
  | 'deviceKeys'
  | 'applicants'
  | 'erasures'
  | 'sessions'
  | 'captures'
  | 'results'
  | 'fieldCorrections'
  | 'caseAttachments'
  | 'risk'
  | 'riskDetails'
  | 'riskLabels'
  | 'blobs'
  | 'faceEnrolments'
  | 'faceAuthentications'
  | 'audit'
  | 'now'
>

type Who = { tenantId: string; applicantId: string }

/**
 * Everything that is kept about a person, to be handed out (GDPR article 15 and 20): plain JSON, images in base64. Match and
 * liveness scores are left out, as everywhere outside (they could be used to climb towards a match).
 * @throws AppError NOT_FOUND, also when it is another organisation's
 */
export async function exportApplicant(deps: World, { tenantId, applicantId }: Who, actor: string) {
  const { externalId, createdAt, relationshipEndedAt } = await deps.applicants.get(
    tenantId,
    applicantId,
  )
  const entry = { action: 'PERSONAL_DATA_EXPORTED', object: applicantId } as const
  await deps.audit.append(tenantId, { actor, at: deps.now(), ...entry })
  const sessions: object[] = []
  for (const session of await deps.erasures.sessions(tenantId, applicantId))
    sessions.push(await exportSession(deps, session))
  return {
    format: 'countersign-subject-export/1',
    exportedAt: deps.now(),
    applicant: { id: applicantId, externalId, createdAt, relationshipEndedAt },
    sessions,
  }
}

async function exportSession(deps: World, session: Session): Promise<object> {
  const { tenantId, id, status, mode, purpose, documentType, createdAt, updatedAt, epoch } = session
  const { consentTextVersion, consentLocale, consentedAt } = session
  const ref = { tenantId, sessionId: id }
  const captures = await deps.captures.ofSession(ref)
  const reading = await deps.results.latestReading(ref)
  const checks = await deps.results.checks(ref, epoch)
  const decisions = await deps.results.decisions(ref)
  const history = await deps.sessions.history(ref)
  return {
    ...{ id, status, mode, purpose, documentType, createdAt, updatedAt },
    consent: consentedAt && {
      textVersion: consentTextVersion,
      locale: consentLocale,
      at: consentedAt,
    },
    history: history.map(({ trigger, from, to, at, reasons }) => {
      return { trigger, from, to, at, reasons }
    }),
    device: await exportDevice(deps, ref),
    risk: await exportRisk(deps, ref),
    ...(await exportFace(deps, session)),
    captures: await Promise.all(captures.map((capture) => exportCapture(deps, capture))),
    documentReading: reading?.data ?? null,
    fieldCorrections: await exportCorrections(deps, ref),
    caseAttachments: await exportAttachments(deps, ref),
    portrait: reading?.portraitKey ? await base64(deps, reading.portraitKey) : null,
    checks: checks.map(({ name, outcome, reasons }) => ({
      name,
      outcome,
      reasons: codes(reasons),
    })),
    decisions: decisions.map(
      ({ outcome, reasons, policyVersion, decidedBy, decidedAt, attestation }) => {
        return {
          outcome,
          reasons: codes(reasons),
          policyVersion,
          decidedBy,
          decidedAt,
          attestation,
        }
      },
    ),
  }
}

async function exportCorrections({ fieldCorrections }: World, ref: SessionRef): Promise<object[]> {
  const corrections = await fieldCorrections.ofSession(ref)
  return corrections.map(({ field, value, reason, at }) => ({ field, value, reason, at }))
}

async function exportAttachments(deps: World, ref: SessionRef): Promise<object[]> {
  const attachments = await deps.caseAttachments.ofSession(ref)
  return Promise.all(
    attachments.map(async ({ id, name, mediaType, sha256, at, key }) => {
      const content = key === null ? null : await base64(deps, key)
      return { id, name, mediaType, sha256, at, content }
    }),
  )
}

async function exportDevice({ deviceKeys }: World, ref: SessionRef): Promise<object | null> {
  const key = await deviceKeys.ofSession(ref)
  if (key === null) return null
  const { publicKey, thumbprint, createdAt } = key
  const signed = await deviceKeys.manifest(ref)
  const manifest = signed && { payload: signed.payload, signature: signed.signature }
  return { publicKey, thumbprint, createdAt, manifest }
}

/** What was given to be compared, what was measured, and what was said of the session; null: nothing is kept. */
async function exportRisk(
  { risk, riskDetails, riskLabels }: World,
  ref: SessionRef,
): Promise<object | null> {
  const details = await riskDetails.ofSession(ref)
  const assessment = await risk.assessment(ref)
  const labels = await riskLabels.ofSession(ref)
  if (assessment === null && labels.length === 0 && Object.keys(details).length === 0) return null
  const signals = assessment?.signals.map(({ name, value }) => ({ name, value })) ?? []
  return { details, signals, labels: labels.map(({ label, at }) => ({ label, at })) }
}

/** That a face is enrolled, when the applicant agreed to it, and what they were asked to confirm; the template is of no use to anybody else. */
async function exportFace(
  { faceEnrolments, faceAuthentications }: World,
  { tenantId, id, applicantId, faceConsentedAt, faceConsentTextVersion }: Session,
): Promise<object> {
  const enrolments = await faceEnrolments.ofApplicant(tenantId, applicantId)
  const asked = await faceAuthentications.ofSession({ tenantId, sessionId: id })
  return {
    faceConsent: faceConsentedAt && { textVersion: faceConsentTextVersion, at: faceConsentedAt },
    faceEnrolment: enrolments.find(({ sessionId }) => sessionId === id) ?? null,
    faceAuthentication: asked && {
      action: asked.action,
      decidedAt: asked.decidedAt,
      redeemedAt: asked.redeemedAt,
    },
  }
}

const codes = (reasons: { code: string }[]) => reasons.map(({ code }) => code)

async function exportCapture(deps: World, capture: Capture): Promise<object> {
  const { id, kind, status, createdAt, width, height, imageSha256, imageKey } = capture
  const content = imageKey ? await base64(deps, imageKey) : null
  return { id, kind, status, createdAt, width, height, sha256: imageSha256, content }
}

async function base64({ blobs }: World, key: string): Promise<string> {
  return Buffer.from(await blobs.get(key)).toString('base64')
}
