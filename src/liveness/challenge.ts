import { type Chance, chanceFrom, drawUntil } from './chance'

/** What an applicant can be asked to do. Left and right are the applicant's own; frames are not mirrored. */
export const GESTURES = ['TURN_LEFT', 'TURN_RIGHT', 'LOOK_UP', 'BLINK', 'OPEN_MOUTH'] as const

export type Gesture = (typeof GESTURES)[number]

/** What the screen can show: the primary colours of light and their mixtures, a sixth of the circle of hues apart. */
export const COLOURS = ['RED', 'YELLOW', 'GREEN', 'CYAN', 'BLUE', 'MAGENTA'] as const

export type Colour = (typeof COLOURS)[number]

export type StepKind = Gesture | 'COLOURS'

/** Every step starts with the face towards the camera. Its frames count their time from the moment it is shown. */
type Common = {
  /** The last frame is taken so many milliseconds after the start, or earlier. */
  deadlineMs: number
  /** So many frames are sent, evenly over the act; fewer are refused, and more should not be taken in. */
  leastFrames: number
  mostFrames: number
}

export type GestureStep = Common & { kind: Gesture }

/** The whole screen shows one colour after the other, `colourMs` milliseconds each, the first from the start on. */
export type ColourStep = Common & { kind: 'COLOURS'; colours: Colour[]; colourMs: number }

export type Step = GestureStep | ColourStep

/** `bits`: the base-2 logarithm of how many challenges were equally likely. */
export type Challenge = { steps: Step[]; bits: number }

/** `flashes`: false for whom flashing light may harm; `moreTime` doubles the deadlines. */
export type ChallengeWish = { flashes: boolean; moreTime: boolean }

/** So many bytes are enough: a challenge takes about fourteen, and more than these less than once in 10^12 times. */
export const CHALLENGE_BYTES = 64

/**
 * A challenge drawn from bytes of a cryptographic generator, all equally likely. With flashes three gestures and nine
 * colours, in any of the four places; without, five gestures, which are far fewer challenges: `bits` says how few. No
 * gesture and no colour comes twice running, and one turn of the head at least is among the gestures, for only a turn
 * shows that the head is solid.
 * @throws Error when the bytes run out
 */
export function drawChallenge(bytes: Uint8Array, { flashes, moreTime }: ChallengeWish): Challenge {
  const chance = chanceFrom(bytes)
  const length = flashes ? FEW_GESTURES : MANY_GESTURES
  const gestures = drawUntil(() => drawRow(chance, GESTURES, length), hasTurn)
  const steps: Step[] = gestures.map((kind) => ({ kind, ...timing(GESTURE_TIMING, moreTime) }))
  if (flashes) {
    const place = chance(length + 1)
    const colours = drawRow(chance, COLOURS, COLOURS_SHOWN)
    const step = { colours, colourMs: COLOUR_MS, ...timing(COLOUR_TIMING, moreTime) }
    steps.splice(place, 0, { kind: 'COLOURS', ...step })
  }
  return { steps, bits: Math.log2(countChallenges(flashes)) }
}

/** How many challenges there are: 637 500 000 with flashes (29.2 bits), 1 232 without (10.3 bits). */
export function countChallenges(flashes: boolean): number {
  const length = flashes ? FEW_GESTURES : MANY_GESTURES
  const gestures = rows(GESTURES.length, length) - rows(GESTURES.length - TURNS.length, length)
  return flashes ? gestures * (length + 1) * rows(COLOURS.length, COLOURS_SHOWN) : gestures
}

const TURNS: readonly Gesture[] = ['TURN_LEFT', 'TURN_RIGHT']
const FEW_GESTURES = 3
const MANY_GESTURES = 5
const COLOURS_SHOWN = 9

/** Two changes a second: WCAG 2.3.1 calls up to three flashes a second safe for most, not for everybody. */
const COLOUR_MS = 500

/** At ten frames a second a gesture takes one to three seconds. */
const GESTURE_TIMING: Common = { deadlineMs: 8000, leastFrames: 8, mostFrames: 40 }

/** Two frames a colour; four and a half seconds and one to spare. */
const COLOUR_TIMING: Common = { deadlineMs: 5500, leastFrames: 2 * COLOURS_SHOWN, mostFrames: 60 }

function timing(common: Common, moreTime: boolean): Common {
  return { ...common, deadlineMs: (moreTime ? 2 : 1) * common.deadlineMs }
}

function hasTurn(gestures: Gesture[]): boolean {
  return gestures.some((gesture) => TURNS.includes(gesture))
}

/** How many rows of `length` there are of `kinds` things, none twice running. */
function rows(kinds: number, length: number): number {
  return kinds * (kinds - 1) ** (length - 1)
}

/** One of those rows, each as likely as the others. */
function drawRow<T>(chance: Chance, kinds: readonly T[], length: number): T[] {
  const row: T[] = []
  while (row.length < length) {
    const others = kinds.filter((kind) => kind !== row.at(-1))
    row.push(...others.slice(chance(others.length)).slice(0, 1))
  }
  return row
}
