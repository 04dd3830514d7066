import { AskError, ask, type Document } from '../../shared/ask'
import {
  completeUploadDocument,
  createLinkDocument,
  createUploadDocument,
  issueNonceDocument,
  recordBehaviourDocument,
  recordConsentDocument,
  registerDeviceDocument,
  type SessionPartsFragment,
  sealingKeysDocument,
  sessionDocument,
  startChallengeDocument,
  submitConfirmationDocument,
  submitSessionDocument,
  submitStepDocument,
} from '../generated/graphql'

export type Session = SessionPartsFragment

/** As whom the page asks: the applicant, whatever other cookies the browser has. */
export const AS_APPLICANT = { authorization: 'Capture' }

type Refusal = { code: string; message: string; retryAfterSec: number | null }
type Mutated<T> = { answer: { result: T | null; userErrors: Refusal[] } }

/** A mutation of one input, with its result. @throws AskError also for what the caller can mend */
function mutation<T, Input>(document: Document<Mutated<T>, { input: Input }>) {
  return async (input: Input): Promise<NonNullable<T>> => {
    const { answer } = await ask(document, { input }, AS_APPLICANT)
    const [refused] = answer.userErrors
    if (refused) throw new AskError(refused.code, refused.message, refused.retryAfterSec)
    if (answer.result === null || answer.result === undefined)
      throw new AskError('INTERNAL_SERVER_ERROR', 'There was no answer.')
    return answer.result
  }
}

export const api = {
  /** @throws AskError UNAUTHENTICATED when the cookie is no longer good; NOT_FOUND */
  async session(id: string): Promise<Session> {
    const { kycSession } = await ask(sessionDocument, { id }, AS_APPLICANT)
    if (kycSession === null) throw new AskError('NOT_FOUND', 'There is no such session.')
    return kycSession
  },
  sealingKeys: async () => (await ask(sealingKeysDocument, {}, AS_APPLICANT)).captureKeys,
  recordConsent: mutation(recordConsentDocument),
  recordBehaviour: mutation(recordBehaviourDocument),
  createLink: mutation(createLinkDocument),
  createUpload: mutation(createUploadDocument),
  completeUpload: mutation(completeUploadDocument),
  startChallenge: mutation(startChallengeDocument),
  submitStep: mutation(submitStepDocument),
  issueNonce: mutation(issueNonceDocument),
  registerDevice: mutation(registerDeviceDocument),
  submitConfirmation: mutation(submitConfirmationDocument),
  submitSession: mutation(submitSessionDocument),
}

/** Exchanges the token of a link for the cookie. @throws AskError NOT_FOUND, LINK_USED, EXPIRED, CONFLICT, OFFLINE */
export async function openLink(token: string): Promise<string> {
  const embedded = window.parent !== window
  const response = await fetch('/capture/open', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, embedded }),
  }).catch(() => {
    throw new AskError('OFFLINE', 'The server cannot be reached.')
  })
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer.sessionId
  throw new AskError(answer.code ?? 'INTERNAL_SERVER_ERROR', answer.message ?? '')
}
