import { randomBytes } from 'node:crypto'
import { GESTURES, type Gesture, type Step } from '../../src/liveness/challenge'
import { seenIn } from '../../src/liveness/frame-measure'
import { judgeStep } from '../../src/liveness/judge-step'
import { type Frame, jpegs } from '../../test/support/challenge-client'
import { type Film, filmStep, measured } from '../../test/support/live-burst'
import type { Puppet } from '../../test/support/turned-face'

/** As often as a gesture may come in one challenge: no two frames of it are then the same picture. */
const TAKES = 3

/**
 * Every gesture of a person, filmed ahead: drawing pictures would take the time that is to be measured. Takes in which the person
 * did not do it well enough are taken anew: how often an honest person fails is measured elsewhere (docs/liveness.md).
 */
export async function filmGestures(doll: Puppet): Promise<Map<string, Frame[][]>> {
  const films = new Map<string, Frame[][]>()
  let seed = 0
  for (const kind of GESTURES) {
    const takes: Frame[][] = []
    while (takes.length < TAKES) {
      seed += 1
      const film = filmStep(doll, { kind, ...TIMING }, seed)
      if (await isDone(kind, film)) takes.push(await jpegs(film))
    }
    films.set(kind, takes)
  }
  return films
}

const TIMING = { deadlineMs: 8000, leastFrames: 8, mostFrames: 40 }

async function isDone(kind: Gesture, film: Film): Promise<boolean> {
  const burst = await measured(film)
  return judgeStep({ kind, ...TIMING }, burst, seenIn(burst)[0]).every(
    ({ margin }) => margin >= SAFE,
  )
}

/** 0.5 is a limit just kept; encoding changes a little. */
const SAFE = 0.55

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
