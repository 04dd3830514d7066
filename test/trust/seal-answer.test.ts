import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openAnswer, sealAnswer } from '../../src/trust/seal-answer'

test('what was sealed opens with the same secret for the same purpose', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      (secret, purpose, text) => {
        expect(openAnswer(secret, purpose, sealAnswer(secret, purpose, text))).toBe(text)
      },
    ),
  )
})

test('with another secret, another purpose, or one bit changed it does not open', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(7), (text, place, bit) => {
      const sealed = sealAnswer('secret', 'purpose', text)
      const changed = sealed.map((byte, at) =>
        at === place % sealed.length ? byte ^ (1 << bit) : byte,
      )
      expect(() => openAnswer('secret', 'purpose', changed)).toThrow()
      expect(() => openAnswer('Secret', 'purpose', sealed)).toThrow()
      expect(() => openAnswer('secret', 'other', sealed)).toThrow()
    }),
  )
})

test('a shortened tag does not open', () => {
  const sealed = sealAnswer('secret', 'purpose', 'text')
  for (let length = 0; length < sealed.length; length += 1)
    expect(() => openAnswer('secret', 'purpose', sealed.subarray(0, length))).toThrow()
})
