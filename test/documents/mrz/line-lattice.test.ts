import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MRZ_ALPHABET } from '../../../src/documents/mrz/glyph'
import { readLattice } from '../../../src/documents/mrz/line-lattice'
import { greedyText, type SeenLine } from '../../../src/documents/mrz/seen-line'
import { seenLine } from '../../support/seen-line'

const ANY = new Float64Array(MRZ_ALPHABET.length).fill(1)
const CLASSES = MRZ_ALPHABET.length + 1
const BESIDE = 0.01

function anywhere(length: number): Float64Array[] {
  return Array.from({ length }, () => ANY)
}

function textOf(posteriors: Float64Array[] | undefined): string {
  return (posteriors ?? [])
    .map((row) => MRZ_ALPHABET[row.indexOf(Math.max(...row))] ?? '?')
    .join('')
}

test('a clear line is read as it stands, each character in its place along the line', () => {
  const line = seenLine('P<UTOERIKSSON<<ANNA')
  const reading = readLattice(line, anywhere(19))
  expect(textOf(reading?.posteriors)).toBe('P<UTOERIKSSON<<ANNA')
  reading?.places.forEach((place, i) => {
    expect(Math.abs(place - (i + 1.5) / 21)).toBeLessThan(0.5 / 21)
  })
})

test('repeated fillers that run together are told apart by the length of the line', () => {
  const line = withFillers(seenLine('AB<<<<CD'), 13, 26)
  expect(greedyText(line)).toBe('AB<CD')
  expect(textOf(readLattice(line, anywhere(8))?.posteriors)).toBe('AB<<<<CD')
})

test('a character nobody saw is put where there is room for it, and little speaks for any', () => {
  const line = seenLine(['A', 'B', { blank: 0.99 }, 'D', 'E', 'F', 'G', 'H'])
  const reading = readLattice(line, anywhere(8))
  expect(textOf(reading?.posteriors)).toMatch(/^AB.DEFGH$/)
  const seen = reading?.posteriors.map((row) => row.reduce((sum, share) => sum + share, 0) > 0.5)
  expect(seen).toEqual([true, true, false, true, true, true, true, true])
})

test('what is seen before the first character or after the last is left out', () => {
  const line = seenLine(['I', { blank: 0.99 }, ...'P<UTOERIKSSON<<ANNA'])
  const first = Float64Array.from(MRZ_ALPHABET, (char) => (char === 'P' ? 1 : 0.003))
  expect(textOf(readLattice(line, [first, ...anywhere(18)])?.posteriors)).toBe(
    'P<UTOERIKSSON<<ANNA',
  )
})

test('weights decide where the picture does not', () => {
  const digits = Float64Array.from(MRZ_ALPHABET, (char) => (/\d/.test(char) ? 1 : 0.003))
  const reading = readLattice(seenLine([{ O: 0.6, '0': 0.38 }]), [digits])
  expect(textOf(reading?.posteriors)).toBe('0')
})

test('a line of fewer steps than characters cannot be read', () => {
  expect(
    readLattice({ probabilities: new Float64Array(0), steps: 0, quad: null }, anywhere(1)),
  ).toBeNull()
})

test('the shares equal those of adding up every alignment one by one, on lines short enough for that', () => {
  const chars = [...'<0A']
  const share = fc.double({ min: 0.4, max: 1, noNaN: true })
  const step = fc.tuple(share, share, share, share)
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 5 }), (shares) => {
      const line = lineOf(shares, chars)
      const nearness = [0, 1].map(() => new Float64Array(line.steps).fill(1))
      const reading = readLattice(line, anywhere(2), nearness)
      const expected = enumerate(line, 2)
      expect(reading?.logLikelihood).toBeCloseTo(Math.log(expected.total), 5)
      reading?.posteriors.forEach((row, place) => {
        for (const char of chars) {
          const wanted = (expected.places[place]?.get(char) ?? 0) / expected.total
          const share = (row[MRZ_ALPHABET.indexOf(char)] ?? 0) / row.reduce((a, b) => a + b, 0)
          expect(share).toBeCloseTo(wanted, 3)
        }
      })
    }),
    { numRuns: 40 },
  )
})

function lineOf(shares: number[][], chars: string[]): SeenLine {
  const probabilities = shares.flatMap((step) => {
    const sum = step.reduce((a, b) => a + b, 0)
    return ['blank', ...MRZ_ALPHABET].map((label, i) => {
      const at = i === 0 ? 0 : chars.indexOf(label) + 1
      return i !== 0 && at === 0 ? 0 : (step[at] ?? 0) / sum
    })
  })
  return { probabilities: Float64Array.from(probabilities), steps: shares.length, quad: null }
}

/** All paths of blanks and the 37 characters, collapsed as CTC does; with the lattice's distrust, and what is beside the line let pass. */
function enumerate(line: SeenLine, length: number) {
  const steps = Array.from({ length: line.steps }, (_, t) =>
    Array.from({ length: CLASSES }, (_, i) => {
      return 0.999 * (line.probabilities[t * CLASSES + i] ?? 0) + (i === 0 ? 1e-3 : 1e-6)
    }),
  )
  let paths = new Map([['|', 1]])
  for (const step of steps) {
    const next = new Map<string, number>()
    for (const [path, chance] of paths) {
      const [text = '', last = ''] = path.split('|')
      step.forEach((share, i) => {
        const char = i === 0 ? '' : (MRZ_ALPHABET[i - 1] ?? '')
        const outside = last === '' && (text === '' || text.length === length)
        if (outside && i !== 0) next.set(path, (next.get(path) ?? 0) + chance * share * BESIDE)
        const longer = char !== '' && char !== last ? text + char : text
        if (longer.length > length) return
        const key = `${longer}|${char}`
        next.set(key, (next.get(key) ?? 0) + chance * share)
      })
    }
    paths = next
  }
  let total = 0
  const places = Array.from({ length }, () => new Map<string, number>())
  for (const [path, chance] of paths) {
    const [text = ''] = path.split('|')
    if (text.length !== length) continue
    total += chance
    places.forEach((place, i) => {
      const char = text[i] ?? ''
      place.set(char, (place.get(char) ?? 0) + chance)
    })
  }
  return { total, places }
}

/** The line with nothing but a filler at the steps `from` to `to`. */
function withFillers(line: SeenLine, from: number, to: number): SeenLine {
  const probabilities = Float64Array.from(line.probabilities)
  const filler = Array.from({ length: CLASSES }, (_, i) => (i === 1 ? 0.99 : 0.01 / CLASSES))
  for (let step = from; step <= to; step++) probabilities.set(filler, step * CLASSES)
  return { ...line, probabilities }
}
