import { createRandom, type Random } from '../specimens/random'
import type { Label, Observation, SessionFacts } from './observation'
import { behaviourOf, chance } from './simulate-behaviour'
import { type Person, peopleOf } from './simulate-people'

/** A session of the made-up stream, what is the truth of it, and what label comes when, if any ever does. */
export type SimulatedSession = {
  observation: Observation
  facts: SessionFacts
  /** Sessions with the same are found alike. */
  face: string
  fraud: boolean
  kind: Person['kind']
  /** Whoever acts together: a ring, a household, an office. */
  party: string
  label: { label: Label; atMs: number } | null
}

export type Simulation = { applicants: number; rings: number; seed: number }

const DAY_MS = 86_400_000
const DAYS = 90
const FIRST_MS = Date.UTC(2026, 0, 1)

/** The share of pictures by which a face is found again. */
const FACE_FOUND = 0.95

/**
 * A made-up stream of sessions in the order of time: people alone, households with one address and one network and often
 * one tablet, offices with one network and sometimes one kiosk, customers who come back with a new phone; and against them
 * rings, crude and careful, some with one face for many names, and mules; and honest twins and strangers who look alike. Every number in it is invented: it shows that the machinery works and lets two models
 * be compared on the same footing, and says nothing about real people or real fraud. The same seed gives the same stream.
 */
export function simulate(simulation: Simulation): SimulatedSession[] {
  const random = createRandom(simulation.seed)
  const people = peopleOf(random, simulation)
  const sessions = people.flatMap((person, index) => {
    const applicantId = `app_${simulation.seed}_${index}`
    const times = person.daysAt.map((day) => FIRST_MS + (day % DAYS) * DAY_MS)
    return times.map((atMs, visit) => {
      const sessionId = `kyc_${simulation.seed}_${index}_${visit}`
      const links = person.links(visit)
      const { kind, party, fraud } = person
      const observation = { sessionId, applicantId, atMs: Math.round(atMs), links }
      const facts = factsOf(random, person)
      const face = chance(random, FACE_FOUND) ? person.face : sessionId
      return { observation, facts, face, kind, party, fraud, label: labelOf(random, fraud, atMs) }
    })
  })
  return sessions.sort((a, b) => a.observation.atMs - b.observation.atMs)
}

/** Honest people have odd sessions too, and fraud often looks like anybody's. */
function factsOf(random: Random, person: Person): SessionFacts {
  const { fraud, hasty, borrowed } = person
  const median = hasty ? 28 : 95
  return {
    secondsToComplete: Math.round(median * Math.exp(0.5 * random.normal())),
    attempts: 1 + (chance(random, fraud ? 0.2 : 0.12) ? random.whole(1, 3) : 0),
    injectionHints: chance(random, fraud ? 0.18 : 0.015) ? random.whole(1, 2) : 0,
    nameDistance: nameDistance(random, borrowed),
    behaviour: behaviourOf(random, person),
    birthDateDiffers: chance(random, borrowed ? 0.12 : 0.01),
    ageYears: random.between(18, 80),
    countries: countriesOf(random, fraud),
    watchlistSimilarity: chance(random, 0.004) ? random.between(0.85, 1) : 0,
  }
}

/** Some honest people live elsewhere than their papers are from, or hide their address. */
function countriesOf(random: Random, fraud: boolean): NonNullable<SessionFacts['countries']> {
  return { ip: chance(random, fraud ? 0.25 : 0.06) ? 'XX' : 'AT', document: ['AT'] }
}

/** A married name, a typing error, or somebody else's document. */
function nameDistance(random: Random, borrowed: boolean): number {
  if (chance(random, borrowed ? 0.18 : 0.03)) return random.between(0.3, 1)
  return chance(random, 0.1) ? random.between(0, 0.2) : 0
}

/** Most fraud comes to light, after weeks; of honest people somebody only now and then says so. */
function labelOf(random: Random, fraud: boolean, atMs: number): SimulatedSession['label'] {
  const delayMs = random.between(3, 25) * DAY_MS
  if (!chance(random, fraud ? 0.7 : 0.25)) return null
  const bad: Label = chance(random, 0.5) ? 'FRAUD' : 'CHARGEBACK'
  return { label: fraud ? bad : 'LEGITIMATE', atMs: atMs + delayMs }
}
