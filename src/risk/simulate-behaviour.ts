import type { Random } from '../specimens/random'
import type { Behaviour, FormBehaviour, PageBehaviour } from './behaviour'
import type { Person } from './simulate-people'

export function chance(random: Random, share: number): boolean {
  return random.between(0, 1) < share
}

/**
 * How somebody made up fills in a form and uses the page. A part of the rings has programs for it; honest people paste and hurry as
 * well, and some dictate, or type with a switch or on a screen: as evenly as a program, but not without pauses.
 */
export function behaviourOf(random: Random, { kind, hasty }: Person): Behaviour {
  const isProgram = chance(random, kind === 'RING' ? 0.15 : 0.001)
  const isAided = !isProgram && chance(random, 0.03)
  const pace = hasty ? 0.4 : 1
  return {
    form: isProgram ? programFormOf(random) : formOf(random, { isAided, pace }),
    page: pageOf(random, {
      isProgram,
      isAided,
      pace,
      coached: chance(random, kind === 'MULE' ? 0.2 : 0.02),
    }),
  }
}

function programFormOf(random: Random): FormBehaviour {
  const pastes = random.whole(0, 1)
  const even = { median: random.whole(1, 10), iqr: random.between(0, 1) }
  return { keystrokes: 60, dwellMs: even, flightMs: even, hesitationMs: 20, pastes, corrections: 0 }
}

type Manner = { isAided: boolean; pace: number }

function formOf(random: Random, { isAided, pace }: Manner): FormBehaviour {
  const slow = isAided ? 4 : pace
  const spread = (median: number, iqr: number) => {
    const share = Math.exp(0.3 * random.normal())
    return isAided ? { median: 1, iqr: 0 } : { median: median * share, iqr: iqr * share }
  }
  return {
    keystrokes: random.whole(25, 90),
    dwellMs: spread(95, 35),
    flightMs: spread(120 * pace, 90),
    hesitationMs: 900 * slow * Math.exp(0.6 * random.normal()),
    pastes: chance(random, 0.12) ? random.whole(1, 3) : 0,
    corrections: chance(random, 0.5) ? random.whole(1, 6) : 0,
  }
}

type OnPage = Manner & { isProgram: boolean; coached: boolean }

function pageOf(random: Random, { isAided, isProgram, pace, coached }: OnPage): PageBehaviour {
  const median = isProgram ? 0.5 : 6 * pace * (isAided ? 3 : 1)
  const seconds = () => median * Math.exp(0.6 * random.normal())
  const steps = (['CONSENT', 'DOCUMENT', 'FRONT', 'SELFIE'] as const).map((step) => {
    return { step, seconds: seconds() }
  })
  const timesAway = coached ? random.whole(5, 25) : Math.max(0, Math.round(1.5 * random.normal()))
  return { steps, timesAway, inputs: [isAided ? 'KEYBOARD' : 'TOUCH'] }
}
