import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FieldName } from '../../../src/documents/reading'
import { knownSpecimen } from '../../../src/documents/tamper/known-specimen'

const field = (name: FieldName, value: string) => ({ name, value, box: null })

describe('a specimen', () => {
  test.each([
    ['of the fictitious state', [field('ISSUING_STATE', 'UTO')], 1],
    ['by its holder', [field('SURNAME', 'ERIKSSON'), field('GIVEN_NAMES', 'ANNA MARIA')], 1],
    ['by its number', [field('DOCUMENT_NUMBER', 'L898902C3')], 1],
    ['by a number of one digit', [field('DOCUMENT_NUMBER', 'CA000000')], 1],
    ['by a word for a name', [field('SURNAME', 'VZOR')], 1],
  ] as const)('is known %s', (_, fields, marks) => {
    expect(knownSpecimen([...fields], [])).toMatchObject({ value: marks, raised: true })
  })

  test('is known by a word printed across it, with or without accents, and its place is given', () => {
    const box = [
      { x: 0, y: 0 },
      { x: 9, y: 0 },
      { x: 9, y: 3 },
      { x: 0, y: 3 },
    ] as [{ x: number; y: number }, never, never, never]
    for (const text of ['Specimen', 'UTOPIA · SPECIMEN', 'wzór', 'NÄIDIS', 'ОБРАЗЕЦ'])
      expect(knownSpecimen([], [{ text, quad: box }])).toMatchObject({ raised: true, box })
  })
})

describe('a real holder', () => {
  test.each([
    ['ERIKSSON', 'LARS'],
    ['MUSTER', 'THOMAS'],
    ['VOIDA', 'ANNA MARIA'],
    ['SAMPLES', 'JUNIOR'],
  ])('%s %s raises nothing', (surname, given) => {
    const fields = [
      field('SURNAME', surname),
      field('GIVEN_NAMES', given),
      field('DOCUMENT_NUMBER', 'C12345678'),
      field('ISSUING_STATE', 'SWE'),
    ]
    expect(knownSpecimen(fields, [])).toMatchObject({ value: 0, raised: false })
  })

  test('raises nothing whatever his number, unless it is one digit over and over', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[B-Y]{2}[0-9]{7}$/), (number) => {
        fc.pre(!/(\d)\1{5}/.test(number))
        expect(knownSpecimen([field('DOCUMENT_NUMBER', number)], []).raised).toBe(false)
      }),
    )
  })
})
