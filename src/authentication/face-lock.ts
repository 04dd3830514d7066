import { AppError } from '../errors'
import type { FaceEnrolment } from '../storage/face-enrolments'

/** @throws AppError TOO_MANY_ATTEMPTS, with when to come back, while too many failures lie behind the applicant */
export function assertNotLocked({ lockedUntil }: FaceEnrolment, now: Date): void {
  if (lockedUntil === null || lockedUntil <= now) return
  throw new AppError(
    'TOO_MANY_ATTEMPTS',
    `This applicant failed too often. Try again after ${lockedUntil.toISOString()}, or confirm in another way.`,
    'applicantId',
    { retryAfterSec: Math.ceil((lockedUntil.getTime() - now.getTime()) / 1000) },
  )
}

export const NOT_ENROLLED = 'The applicant’s face is not enrolled; see faceEnrolmentCreate.'
