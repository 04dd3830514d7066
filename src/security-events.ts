import { AppError, type ErrorCode } from './errors'
import type { LogFields, Logger } from './log'
import type { Metrics } from './metrics'

/** What the log tells of attempts to get where one may not; docs/logging.md says what each line has. */
export const SECURITY_EVENTS = {
  CREDENTIALS_REFUSED: 'an API key or cookie was shown that opens nothing',
  LOGIN_REFUSED: 'somebody could not log in, or prove once more who they are',
  LINK_REFUSED: 'a capture link did not open',
  ACTION_REFUSED: 'somebody asked for what they may not do',
  RATE_EXCEEDED: 'somebody asked too often and was told to wait',
  ATTEMPTS_EXHAUSTED: 'somebody had no attempt left',
  QUERY_REFUSED: 'a GraphQL document is none we execute',
  INPUT_REFUSED: 'a value in a GraphQL request is outside what the schema allows',
  REQUEST_REFUSED: 'a request was too large or could not be read',
  UPLOAD_REFUSED: 'a file came to an address that is not one of ours, or was changed',
  MANIFEST_REFUSED: 'captures were not signed as they must be',
  SEAL_REFUSED: 'a sealed capture did not open, or held no image we take',
  CONFIRMATION_REFUSED: 'an action was not signed by the enrolled device as it must be',
  FACE_REFUSED: 'somebody did not pass as the enrolled applicant',
  AUTHORIZATION_REFUSED: 'an authorisation was no good, or was used before',
  WEBHOOK_ADDRESS_REFUSED: 'a webhook was to go to an address that is closed to webhooks',
} as const

export type SecurityEvent = keyof typeof SECURITY_EVENTS

type Witness = { log: Logger; metrics: Pick<Metrics, 'securityEvent'> }

/** One line of the log and one more in the metrics. `fields`: ids and codes; the request's id comes by itself. */
export function tellSecurity(
  { log, metrics }: Witness,
  event: SecurityEvent,
  fields: LogFields = {},
): void {
  metrics.securityEvent(event)
  log.warn({ ...fields, event }, SECURITY_EVENTS[event])
}

const BY_CODE: Partial<Record<ErrorCode, SecurityEvent>> = {
  TOO_MANY_ATTEMPTS: 'ATTEMPTS_EXHAUSTED',
  MANIFEST_INVALID: 'MANIFEST_REFUSED',
  CONFIRMATION_INVALID: 'CONFIRMATION_REFUSED',
}

/** For `catch`: tells of a refusal, of any as `every` or else of those that are more than a mistake, and throws it on. */
export function tellRefusal(
  witness: Witness,
  fields: LogFields,
  every?: SecurityEvent,
): (error: unknown) => never {
  return (error) => {
    const event = error instanceof AppError ? (every ?? BY_CODE[error.code]) : undefined
    if (event) tellSecurity(witness, event, fields)
    throw error
  }
}
