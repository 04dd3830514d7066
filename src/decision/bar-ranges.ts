import type { BarName } from './policy'

/**
 * How a check is measured, and between what an organisation may set its bar. `least`: no lower score may do without a person,
 * for below it a pass would mean nothing, or would let through what is never let through (specimens with a live key).
 */
export type BarRange = { unit: string; least: number; most: number; biometric?: true }

const YES = { unit: '1: yes', least: 1, most: 1 }
const MAYBE = { unit: '1: yes, 0.5: perhaps, 0: no', least: 0.5, most: 1 }

export const BAR_RANGES: Record<BarName, BarRange> = {
  DOCUMENT_READABLE: YES,
  MRZ_CHECK_DIGITS: YES,
  DOCUMENT_NOT_EXPIRED: { unit: 'days until it expires', least: -365, most: 3650 },
  DOCUMENT_DATES: YES,
  DOCUMENT_ISSUER: { ...MAYBE, unit: '1: a state, 0.5: a specimen with a test key' },
  DOCUMENT_NUMBER_FORMAT: { unit: '1: yes, 0: no', least: 0, most: 1 },
  DOCUMENT_TYPE: YES,
  FIELDS_AGREE: MAYBE,
  SIDES_BELONG: MAYBE,
  IMAGE_QUALITY: { ...MAYBE, unit: '1: good, 0.5: poor but read for certain' },
  DOCUMENT_GENUINE: { ...MAYBE, unit: '1: no signal, 0.5: only such as warn' },
  PORTRAIT_PRESENT: { unit: 'pixels of the face’s height', least: 60, most: 400 },
  SELFIE_QUALITY: { ...MAYBE, unit: '1: good, 0.5: poor, yet the face matches', biometric: true },
  PASSIVE_LIVENESS: { unit: 'probability of a live face', least: 0.31, most: 1, biometric: true },
  ACTIVE_LIVENESS: { unit: 'margin; 0.5: just kept', least: 0.5, most: 1, biometric: true },
  CHIP_AUTHENTIC: YES,
}
