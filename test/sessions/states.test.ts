import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  nextStatus,
  SESSION_STATUSES,
  SESSION_TRIGGERS,
  TRANSITIONS,
} from '../../src/sessions/states'

test('the table of transitions, as printed', () => {
  const rows = SESSION_STATUSES.map((status) => {
    const ways = Object.entries(TRANSITIONS[status]).map(([trigger, to]) => `${trigger} → ${to}`)
    return `${status}: ${ways.join(', ') || 'final'}`
  })
  expect(rows).toEqual([
    'AWAITING_CAPTURE: SUBMIT → PROCESSING, EXPIRE → EXPIRED, CANCEL → CANCELLED, ERASE → ERASED',
    'PROCESSING: RETRY → PROCESSING, RETAKE → AWAITING_CAPTURE, REFER → IN_REVIEW, APPROVE → APPROVED, REJECT → REJECTED, CANCEL → CANCELLED',
    'IN_REVIEW: RETRY → PROCESSING, RETAKE → AWAITING_CAPTURE, APPROVE → APPROVED, REJECT → REJECTED, CANCEL → CANCELLED, ERASE → ERASED',
    'APPROVED: ERASE → ERASED',
    'REJECTED: ERASE → ERASED',
    'EXPIRED: ERASE → ERASED',
    'CANCELLED: ERASE → ERASED',
    'ERASED: final',
  ])
})

test('every status can be reached, and left unless it is the last', () => {
  const reached = new Set(SESSION_STATUSES.flatMap((status) => Object.values(TRANSITIONS[status])))
  for (const status of SESSION_STATUSES) {
    if (status !== 'AWAITING_CAPTURE') expect(reached).toContain(status)
    if (status !== 'ERASED') expect(Object.keys(TRANSITIONS[status]).length).toBeGreaterThan(0)
  }
})

test('whatever is tried, a decided session is never processed again', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'ERASED'),
      fc.array(fc.constantFrom(...SESSION_TRIGGERS)),
      (start, triggers) => {
        let status: (typeof SESSION_STATUSES)[number] = start as 'APPROVED'
        for (const trigger of triggers) {
          try {
            status = nextStatus(status, trigger)
          } catch (error) {
            expect(error).toMatchObject({ code: 'CONFLICT' })
          }
          expect([start, 'ERASED']).toContain(status)
        }
      },
    ),
  )
})
