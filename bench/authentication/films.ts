import { randomBytes } from 'node:crypto'
import { GESTURES, type Step } from '../../src/liveness/challenge'
import { type Frame, jpegs } from '../../test/support/challenge-client'
import { wellDone } from '../../test/support/face-authentication'
import type { Puppet } from '../../test/support/turned-face'

/** As often as a gesture may come in one challenge: no two frames of it are then the same picture. */
const TAKES = 3

/** Every gesture of a person, filmed ahead: drawing pictures would take the time that is to be measured. */
export async function filmGestures(doll: Puppet): Promise<Map<string, Frame[][]>> {
  const films = new Map<string, Frame[][]>()
  let seed = 0
  for (const kind of GESTURES) {
    const takes: Frame[][] = []
    while (takes.length < TAKES)
      takes.push(await jpegs(await wellDone(doll, { kind, ...TIMING }, () => ++seed)))
    films.set(kind, takes)
  }
  return films
}

const TIMING = { deadlineMs: 8000, leastFrames: 8, mostFrames: 40 }

/** One take after the other, each a file that was never sent: with some bytes of chance as a comment in the first frame. */
export function actor(films: Map<string, Frame[][]>): (step: Pick<Step, 'kind'>) => Frame[] {
  const next = new Map<string, number>()
  return ({ kind }) => {
    const take = next.get(kind) ?? 0
    next.set(kind, take + 1)
    const [first, ...rest] = films.get(kind)?.[take % TAKES] ?? []
    if (first === undefined) throw new Error(`Nobody was filmed doing ${kind}.`)
    return [{ ...first, bytes: commented(first.bytes) }, ...rest]
  }
}

const CHANCE_BYTES = 16

/** A comment segment behind the start of the image (ITU-T T.81, B.2.4.5). */
function commented(jpeg: Uint8Array): Uint8Array {
  const head = Buffer.from([0xff, 0xfe, 0, CHANCE_BYTES + 2])
  return Buffer.concat([jpeg.subarray(0, 2), head, randomBytes(CHANCE_BYTES), jpeg.subarray(2)])
}
