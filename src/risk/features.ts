import { BEHAVIOUR_FEATURES } from './behaviour'

/**
 * What an organisation may turn on, each by itself; everything is off until then. A group names the data that is kept for
 * it: turned off, that data goes, and what it said.
 */
export const RISK_GROUPS = [
  'DEVICES',
  'DOCUMENTS',
  'IMAGES',
  'CONTACTS',
  'PLACES',
  'CONDUCT',
  'BEHAVIOUR',
  'DETAILS',
  'WATCHLISTS',
  'FACES',
  'GRAPH',
] as const
export type RiskGroup = (typeof RISK_GROUPS)[number]

/**
 * A feature weighs from `from` on, and fully at `full`; where `full` is the smaller one, low values are what is odd.
 * `weight`: what it adds at most by the rules, in log-odds. `weak`: what honest people share by living or working together;
 * all weak ones together never reach the bar, whatever was learned. `always`: what a person has to look at in any case, however
 * seldom it meant anything (score-risk.ts). `told`: its evidence is no ids of sessions, but what was known of the applicant: it is told
 * as it is, and kept with no signal, which are not encrypted.
 */
export type Feature = {
  group: RiskGroup
  unit: string
  from: number
  full: number
  weight: number
  weak?: true
  always?: true
  told?: true
}

export const FEATURES = {
  DEVICE_SESSIONS_DAY: {
    group: 'DEVICES',
    unit: 'other sessions of the device within a day',
    from: 2,
    full: 10,
    weight: 1.2,
  },
  DEVICE_APPLICANTS: {
    group: 'DEVICES',
    unit: 'other applicants with the device within 30 days',
    from: 1,
    full: 8,
    weight: 2.4,
  },
  DEVICE_CHANGED: {
    group: 'DEVICES',
    unit: '1: the applicant came with other devices before',
    from: 0,
    full: 1,
    weight: 0.3,
    weak: true,
  },
  INJECTION_HINTS: {
    group: 'CONDUCT',
    unit: 'hints of a camera that is none',
    from: 0,
    full: 2,
    weight: 2,
  },
  DOCUMENT_APPLICANTS: {
    group: 'DOCUMENTS',
    unit: 'other applicants with the document',
    from: 0,
    full: 1,
    weight: 3.5,
  },
  IMAGE_APPLICANTS: {
    group: 'IMAGES',
    unit: 'other applicants with the same image file',
    from: 0,
    full: 1,
    weight: 3.5,
  },
  EMAIL_APPLICANTS: {
    group: 'CONTACTS',
    unit: 'other applicants with the e-mail address',
    from: 0,
    full: 3,
    weight: 1.5,
  },
  PHONE_APPLICANTS: {
    group: 'CONTACTS',
    unit: 'other applicants with the phone number',
    from: 0,
    full: 4,
    weight: 1.5,
  },
  ADDRESS_APPLICANTS: {
    group: 'PLACES',
    unit: 'other applicants at the postal address',
    from: 4,
    full: 20,
    weight: 0.4,
    weak: true,
  },
  NETWORK_SESSIONS_HOUR: {
    group: 'PLACES',
    unit: 'other sessions of the network prefix within an hour',
    from: 3,
    full: 20,
    weight: 0.5,
    weak: true,
  },
  IP_COUNTRY_DIFFERS: {
    group: 'PLACES',
    unit: '1: the address is of another country than the document and its holder',
    from: 0,
    full: 1,
    weight: 0.3,
    weak: true,
    told: true,
  },
  SECONDS_TO_COMPLETE: {
    group: 'CONDUCT',
    unit: 'seconds to complete the session',
    from: 45,
    full: 10,
    weight: 1,
  },
  ATTEMPTS: { group: 'CONDUCT', unit: 'submissions', from: 1, full: 5, weight: 0.6 },
  ...BEHAVIOUR_FEATURES,
  NAME_DISTANCE: {
    group: 'DETAILS',
    unit: 'distance of the name given from the document’s, 0 to 1',
    from: 0.2,
    full: 0.8,
    weight: 1.5,
  },
  BIRTH_DATE_DIFFERS: {
    group: 'DETAILS',
    unit: '1: another date of birth than the document’s was given',
    from: 0,
    full: 1,
    weight: 2,
  },
  AGE_OUTSIDE: {
    group: 'DETAILS',
    unit: 'years outside the ages that are served',
    from: 0,
    full: 0.5,
    weight: 3.5,
    always: true,
  },
  WATCHLIST_SIMILARITY: {
    group: 'WATCHLISTS',
    unit: 'likeness of the nearest name on a watchlist, 0 to 1',
    from: 0,
    full: 0.7,
    weight: 3.5,
    always: true,
  },
  FACE_APPLICANTS: {
    group: 'FACES',
    unit: 'other applicants whose face is alike',
    from: 0,
    full: 1,
    weight: 3.5,
  },
  COMPONENT_APPLICANTS: {
    group: 'GRAPH',
    unit: 'applicants joined by device, document, image, e-mail, phone or likeness of faces',
    from: 5,
    full: 20,
    weight: 1.2,
  },
  FRAUD_NEARNESS: {
    group: 'GRAPH',
    unit: '1: known fraud itself; 1/2, 1/3, 1/4: one, two, three links away',
    from: 0,
    full: 1,
    weight: 5.5,
  },
} as const satisfies Record<string, Feature>

export type FeatureName = keyof typeof FEATURES
export const FEATURE_NAMES = Object.keys(FEATURES) as FeatureName[]

export function featureOf(name: FeatureName): Feature {
  return FEATURES[name]
}

/**
 * How much of its weight a value has, 0..1: never less for a value that is odder, and less and less more for each step.
 * What is not known weighs nothing.
 */
export function shapeOf(name: FeatureName, value: number | null): number {
  if (value === null || Number.isNaN(value)) return 0
  const { from, full } = featureOf(name)
  const beyond = full > from ? value - from : from - value
  return Math.min(1, Math.log1p(Math.max(0, beyond)) / Math.log1p(Math.abs(full - from)))
}
