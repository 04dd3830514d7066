/** What follows where a check stands against an approval. */
export type Consequence = 'REFER' | 'RETAKE' | 'REJECT'

/** From where on a check passes, from where on it only warns, what follows below, whether it may have nothing to score. */
export type Bar = { pass: number; warn: number | null; otherwise: Consequence; optional: boolean }

export type Weight = 'WARN' | 'REFER'

/** Other values for certain documents alone. */
export type Override = {
  documentTypes?: string[] | undefined
  countries?: string[] | undefined
  targetFalseMatchRate?: number | undefined
  tamperSignals?: Record<string, Weight | 'OFF'> | undefined
  bars?: Record<string, Partial<Bar>> | undefined
}

/** What a rule may ask for: that the decision is no milder, or, where it would approve, one more capture. */
export type RuleOutcome = Consequence | 'ASK_LIVENESS' | 'ASK_DOCUMENT_BACK'

/** `when`: a condition in CEL. */
export type Rule = { name: string; when: string; outcome: RuleOutcome; text: string }

/** A policy as the API has it (docs/policy.md), whole. */
export type Definition = {
  targetFalseMatchRate: number
  bars: Record<string, Bar>
  tamperSignals: Record<string, Weight>
  overrides: Override[]
  rules: Rule[]
  /** By what risk is scored; without it by the rules. The server adds what the candidate says. */
  riskModel?: { candidate: string }
}

export const CONSEQUENCES: Consequence[] = ['REFER', 'RETAKE', 'REJECT']

export const RULE_OUTCOMES: RuleOutcome[] = [...CONSEQUENCES, 'ASK_LIVENESS', 'ASK_DOCUMENT_BACK']

export const SIGNALS = ['SCREEN_RECAPTURE', 'BLACK_AND_WHITE_COPY', 'PORTRAIT_EDGE'] as const

/** The checks whose bars may be set, by what they look at. */
export const GROUPS = {
  document: [
    'DOCUMENT_READABLE',
    'MRZ_CHECK_DIGITS',
    'DOCUMENT_NOT_EXPIRED',
    'DOCUMENT_DATES',
    'DOCUMENT_ISSUER',
    'DOCUMENT_NUMBER_FORMAT',
    'DOCUMENT_TYPE',
    'FIELDS_AGREE',
    'SIDES_BELONG',
    'CHIP_AUTHENTIC',
  ],
  image: ['IMAGE_QUALITY', 'DOCUMENT_GENUINE', 'PORTRAIT_PRESENT'],
  face: ['SELFIE_QUALITY', 'PASSIVE_LIVENESS', 'ACTIVE_LIVENESS'],
} as const

/** Of a document: its kind and its issuing state; empty: any that no exception names. */
export type Origin = { documentType: string; country: string }

export const sameBar = (a: Bar | undefined, b: Bar | undefined) =>
  a?.pass === b?.pass &&
  a?.warn === b?.warn &&
  a?.otherwise === b?.otherwise &&
  a?.optional === b?.optional
