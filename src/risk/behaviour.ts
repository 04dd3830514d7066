import type { Feature } from './features'

/** Half of the values lie in `iqr` (the interquartile range) around the median; milliseconds. */
export type Spread = { median: number; iqr: number }

/**
 * How a form of the organisation's own was filled in, as `measureForm` of countersign/embed sums it up; nothing of what was typed.
 * `dwellMs`: how long keys were held, `flightMs`: between letting one go and pressing the next; null with fewer than two.
 * `hesitationMs`: from entering a field to its first input, the median over the fields; null where none was entered.
 */
export type FormBehaviour = {
  keystrokes: number
  dwellMs: Spread | null
  flightMs: Spread | null
  hesitationMs: number | null
  pastes: number
  corrections: number
}

export const BEHAVIOUR_STEPS = [
  'CONSENT',
  'DOCUMENT',
  'FRONT',
  'BACK',
  'SELFIE',
  'LIVENESS',
] as const
export type BehaviourStep = (typeof BEHAVIOUR_STEPS)[number]

export const INPUT_KINDS = ['TOUCH', 'MOUSE', 'PEN', 'KEYBOARD'] as const
export type InputKind = (typeof INPUT_KINDS)[number]

/**
 * How the applicant's page was used: seconds on each screen in all, how often the page was left for another, and what it was
 * used with; screen readers, voice and switches often show as nothing.
 */
export type PageBehaviour = {
  steps: { step: BehaviourStep; seconds: number }[]
  timesAway: number
  inputs: InputKind[]
}

export type Behaviour = { form?: FormBehaviour | undefined; page?: PageBehaviour | undefined }

/** Less says nothing of how even somebody types. */
const LEAST_KEYSTROKES = 20

/** What no hand does: keys held and let go within a millisecond of one another, faster than twenty-five a second. */
const EVEN_MS = 1
const FASTEST_FLIGHT_MS = 40

/** Nobody reads a field, or speaks, or finds the next with a switch, in less. */
const NO_HESITATION_MS = 200

/**
 * Signs that a program filled in the form, 0 to 2; null: not known. Each wants that no field was hesitated at: dictation, eye
 * tracking and keyboards on a screen type as evenly as a program, or paste, and do pause. Slowness is never one. The limits were
 * chosen by us, and are measured on nobody.
 */
export function automationSigns(form: FormBehaviour | undefined): number | null {
  if (form === undefined || form.hesitationMs === null) return null
  if (form.hesitationMs >= NO_HESITATION_MS) return 0
  return Number(typesEvenly(form)) + Number(form.pastes > 0)
}

function typesEvenly({ keystrokes, dwellMs, flightMs, corrections }: FormBehaviour): boolean {
  if (dwellMs === null || flightMs === null || corrections > 0) return false
  const isEven = dwellMs.iqr <= EVEN_MS && flightMs.iqr <= EVEN_MS
  return keystrokes >= LEAST_KEYSTROKES && isEven && flightMs.median <= FASTEST_FLIGHT_MS
}

/**
 * Seconds on the screen that was left the soonest; null unless a finger, a mouse or a pen alone was used: whoever uses keys, or
 * something that shows as nothing, may go on by a shortcut.
 */
export function shortestStep(page: PageBehaviour | undefined): number | null {
  if (page === undefined || page.steps.length === 0) return null
  if (page.inputs.length === 0 || page.inputs.includes('KEYBOARD')) return null
  return Math.min(...page.steps.map(({ seconds }) => seconds))
}

/** All weak: people use pages in too many ways. */
export const BEHAVIOUR_FEATURES = {
  FORM_AUTOMATION: {
    group: 'BEHAVIOUR',
    unit: 'signs that a program filled in the form, 0 to 2',
    from: 0,
    full: 2,
    weight: 0.4,
    weak: true,
  },
  SHORTEST_STEP: {
    group: 'BEHAVIOUR',
    unit: 'seconds on the screen that was left the soonest',
    from: 1.5,
    full: 0.3,
    weight: 0.3,
    weak: true,
  },
  TIMES_AWAY: {
    group: 'BEHAVIOUR',
    unit: 'times the page was left for another',
    from: 8,
    full: 30,
    weight: 0.2,
    weak: true,
  },
} as const satisfies Record<string, Feature>
