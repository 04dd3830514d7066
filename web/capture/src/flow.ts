import type { CaptureKind, DocumentType } from '../generated/graphql'
import type { Session } from './api'
import type { Memory } from './memory'

export type Step =
  | 'CONSENT'
  | 'DOCUMENT'
  | 'FRONT'
  | 'BACK'
  | 'SELFIE'
  | 'LIVENESS'
  | 'SUBMIT'
  | 'CONFIRM'
  | 'SIGN'
  | 'OTHER_DEVICE'
  | 'WAIT'
  | 'RESULT'
  | 'ELSEWHERE'

/** The documents one can choose, and whether there is something on their back. */
export const DOCUMENTS: Partial<Record<DocumentType, { hasBack: boolean }>> = {
  PASSPORT: { hasBack: false },
  IDENTITY_CARD: { hasBack: true },
  RESIDENCE_PERMIT: { hasBack: true },
  DRIVING_LICENCE: { hasBack: true },
}

type Known = Pick<Memory, 'documentType' | 'hashes' | 'agreed'>

/** `ours`: the thumbprint of this device's key, or of the one kept here that an action is confirmed with; null: it has none. */
export type Here = Known & { ours: string | null }

/** What comes next. The server's state decides; the device only knows what it sent, and which document was chosen. */
export function nextStep(session: Session, here: Here): Step {
  if (session.status === 'PROCESSING') return 'WAIT'
  if (session.status !== 'AWAITING_CAPTURE') return 'RESULT'
  if (session.faceConfirmation !== null) return confirmStep(session, here)
  if (session.deviceKey !== null && session.deviceKey.thumbprint !== here.ours) return 'ELSEWHERE'
  if (session.consentedAt === null) return 'CONSENT'
  const documentType = chosenDocument(session, here)
  return documentType === null ? 'DOCUMENT' : captureStep(session, here, documentType)
}

/** Of an action to be confirmed by face: on the enrolled device the applicant agrees, is filmed, and the device signs. */
function confirmStep(session: Session, here: Here): Step {
  if (here.ours === null || here.ours !== session.faceConfirmation?.device) return 'OTHER_DEVICE'
  if (!here.agreed) return 'CONFIRM'
  return isNeeded(session, here, 'LIVENESS') ? 'LIVENESS' : 'SIGN'
}

function captureStep(session: Session, here: Known, documentType: DocumentType): Step {
  if (isNeeded(session, here, 'DOCUMENT_FRONT')) return 'FRONT'
  const hasBack = DOCUMENTS[documentType]?.hasBack || isAsked(session, 'DOCUMENT_BACK')
  if (hasBack && isNeeded(session, here, 'DOCUMENT_BACK')) return 'BACK'
  const face = faceOf(session)
  return isNeeded(session, here, face) ? face : 'SUBMIT'
}

/** How the face is shown. */
function faceOf(session: Session): 'LIVENESS' | 'SELFIE' {
  return session.livenessRequired || isAsked(session, 'LIVENESS') ? 'LIVENESS' : 'SELFIE'
}

export function chosenDocument(session: Session, { documentType }: Known): DocumentType | null {
  return session.documentType ?? documentType
}

const isAsked = ({ advice }: Session, kind: CaptureKind) =>
  advice.some((each) => each.kind === kind)

function isNeeded(session: Session, { hashes }: Known, kind: CaptureKind): boolean {
  if (isAsked(session, kind)) return true
  if (kind === 'LIVENESS' && !isAnswered(session)) return true
  return !session.captures.some(
    ({ id, kind: of, status }) => of === kind && isThere(status) && hashes[id] !== undefined,
  )
}

const isThere = (status: Session['captures'][number]['status']) =>
  status === 'READY' || status === 'OPENING'

/** Whether the last challenge was answered in full, and all its frames have arrived. */
function isAnswered({ livenessChallenges }: Session): boolean {
  return livenessChallenges.at(-1)?.state === 'ANSWERED'
}

/** Where one is, for the bar of progress: 1 to `of`. */
export function progressOf(session: Session, here: Known, step: Step) {
  if (session.faceConfirmation !== null) return null
  const documentType = chosenDocument(session, here)
  const hasBack = documentType === null || (DOCUMENTS[documentType]?.hasBack ?? false)
  const steps: Step[] = [
    'CONSENT',
    ...(session.documentType === null ? (['DOCUMENT'] as const) : []),
    'FRONT',
    ...(hasBack ? (['BACK'] as const) : []),
    faceOf(session),
  ]
  const at = steps.indexOf(step)
  return at < 0 ? null : { at: at + 1, of: steps.length }
}
