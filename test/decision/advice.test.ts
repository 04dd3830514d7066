import { describe, expect, test } from '@jest/globals'
import { ADVICE, adviceFor } from '../../src/decision/advice'
import type { Reason } from '../../src/decision/check-result'
import { faultOf, REASON_CODES, type ReasonCode } from '../../src/decision/reasons'

const because = (...codes: ReasonCode[]): Reason[] => codes.map((code) => ({ code, evidence: {} }))
const nothing = () => undefined

describe('advice for an applicant', () => {
  test('is about what they can do anew: the picture, or what was asked for before the camera', () => {
    const told = REASON_CODES.filter((code) => code in ADVICE)
    for (const code of told) expect(['CAPTURE', 'LIVENESS']).toContain(faultOf(code))
    expect(told.length).toBeGreaterThan(20)
  })

  test('says nothing of the face match, of tampering, of data that differs or of the chip', () => {
    const kept = because(
      'FACE_MISMATCH',
      'TAMPER_SUSPECTED',
      'FIELD_MISMATCH',
      'CHIP_NOT_AUTHENTIC',
    )
    const advice = adviceFor([...kept, ...because('IMAGE_GLARE')], null, nothing)
    expect(advice).toEqual([{ code: 'IMAGE_GLARE', kind: 'DOCUMENT_FRONT' }])
  })

  test('makes every sign of deceit the same advice to try again', () => {
    const signs = because(
      'LIVENESS_NOT_THREE_DIMENSIONAL',
      'LIVENESS_FRAMES_REPEATED',
      'LIVENESS_OTHER_PERSON',
    )
    expect(adviceFor(signs, null, nothing)).toEqual([
      { code: 'LIVENESS_TRY_AGAIN', kind: 'LIVENESS' },
    ])
  })

  test('is about the side on which it was seen', () => {
    const back: Reason = { code: 'IMAGE_BLURRED', evidence: { captureId: 'cap_2' } }
    const kindOf = (id: string) => (id === 'cap_2' ? ('DOCUMENT_BACK' as const) : undefined)
    expect(adviceFor([back], null, kindOf)).toEqual([
      { code: 'IMAGE_BLURRED', kind: 'DOCUMENT_BACK' },
    ])
  })

  test('is about what a reviewer asked for, also where no reason may be told', () => {
    expect(adviceFor(because('TAMPER_SUSPECTED'), 'DOCUMENT_BACK', nothing)).toEqual([
      { code: 'TAKE_AGAIN', kind: 'DOCUMENT_BACK' },
    ])
  })
})
