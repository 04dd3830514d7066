import { openObject, type Purpose, sealObject } from '../trust/envelope'

/** Columns that are encrypted. */
export type SealedKind =
  | 'CASE_ATTACHMENT'
  | 'CHECK_REASONS'
  | 'DECISION_REASONS'
  | 'FACE_ACTION'
  | 'FACE_CONFIRMATION'
  | 'FIELD_CORRECTION'
  | 'READING'
  | 'REVIEW_NOTE'
  | 'RISK_DETAILS'
  | 'WEBHOOK_SECRETS'

type Column = Purpose & { kind: SealedKind }

/** A value of JSON as an encrypted column. */
export function sealJson(key: Uint8Array, purpose: Column, value: unknown) {
  return sealObject(key, purpose, Buffer.from(JSON.stringify(value)))
}

/** @throws Error when the column was sealed as something else, or was changed */
export function openJson<T>(key: Uint8Array, purpose: Column, sealed: Uint8Array): T {
  return JSON.parse(openObject(key, purpose, sealed).toString()) as T
}
