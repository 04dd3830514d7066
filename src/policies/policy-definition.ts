import { z } from 'zod'
import { changedBar } from '../decision/apply-overrides'
import { BAR_RANGES } from '../decision/bar-ranges'
import {
  type Bar,
  type BarChange,
  type BarName,
  type Consequence,
  DEFAULT_POLICY,
  type Override,
  type Policy,
} from '../decision/policy'
import { CONSEQUENCES, RULE_OUTCOMES, type Rule } from '../decision/rules'
import type { Deps } from '../deps'
import { DOCUMENT_TYPES } from '../documents/document-type'
import { STATE_CODES } from '../documents/states'
import { AppError } from '../errors'
import { canonicalJson } from '../sessions/canonical-json'
import { sha256 } from '../sessions/sha256'
import { type PolicyRiskModel, RISK_MODEL, readyRiskModel, wholeRiskModel } from './risk-model'
import { compileRule, LONGEST_EXPRESSION } from './rule-expression'

/** A rule as it is written. `when`: an expression in CEL, see rule-expression.ts and docs/policy.md. */
export type RuleText = Omit<Rule, 'holds'> & { when: string }

/** A bar with nothing left out, so that it says the same whatever the default is. */
type WholeBar = { pass: number; warn: number | null; otherwise: Consequence; optional: boolean }

/**
 * A policy as data, whole: nothing in it depends on the default policy of a later version. The hash of its canonical JSON is
 * what decisions record.
 */
export type PolicyDefinition = Pick<
  Policy,
  'targetFalseMatchRate' | 'tamperSignals' | 'overrides'
> & { bars: Record<BarName, WholeBar>; rules: RuleText[]; riskModel?: PolicyRiskModel }

const BAR_NAMES = Object.keys(BAR_RANGES) as BarName[]
const SIGNALS = ['SCREEN_RECAPTURE', 'BLACK_AND_WHITE_COPY', 'PORTRAIT_EDGE'] as const

/** The share of strangers that is let through at most, whoever decides on it. */
const MOST_FALSE_MATCHES = 1e-3

const barChange = z.strictObject({
  pass: z.number().optional(),
  warn: z.number().nullable().optional(),
  otherwise: z.enum(CONSEQUENCES).optional(),
  optional: z.boolean().optional(),
})
const bars = z.partialRecord(z.enum(BAR_NAMES), barChange)
const rate = z.number().positive().max(MOST_FALSE_MATCHES)
const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(300)

const override = z.strictObject({
  documentTypes: some(z.enum(DOCUMENT_TYPES)).optional(),
  countries: some(z.enum(STATE_CODES as [string, ...string[]])).optional(),
  targetFalseMatchRate: rate.optional(),
  tamperSignals: z.partialRecord(z.enum(SIGNALS), z.enum(['WARN', 'REFER', 'OFF'])).optional(),
  bars: bars.optional(),
})

const rule = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be small letters, digits and hyphens'),
  when: z.string().min(1).max(LONGEST_EXPRESSION),
  outcome: z.enum(RULE_OUTCOMES),
  text: z.string().min(1).max(500),
})

const DEFINITION = z.strictObject({
  targetFalseMatchRate: rate.default(DEFAULT_POLICY.targetFalseMatchRate),
  tamperSignals: z.partialRecord(z.enum(SIGNALS), z.enum(['WARN', 'REFER'])).default({}),
  bars: bars.default({}),
  overrides: z.array(override).max(100).default([]),
  rules: z.array(rule).max(50).default([]),
  riskModel: RISK_MODEL.optional(),
})

/**
 * A definition as somebody wrote it, checked and made whole: what is left out is as in the default policy of today.
 * @throws AppError INVALID that names the field and what is wrong with it
 */
export async function readDefinition(
  { faces, candidates }: Pick<Deps, 'faces' | 'candidates'>,
  tenantId: string,
  written: unknown,
): Promise<PolicyDefinition> {
  const { error, data } = DEFINITION.safeParse(written)
  if (error) {
    const [issue] = error.issues
    throw new AppError('INVALID', issue?.message ?? 'Not a policy.', fieldOf(issue?.path ?? []))
  }
  const whole = changedBars(data.bars, DEFAULT_POLICY.bars, 'definition.bars')
  data.overrides.forEach(({ bars: own = {} }, at) => {
    changedBars(own, whole, `definition.overrides.${at}.bars`)
  })
  assertKnownRates(faces, data)
  assertRules(data.rules)
  const { riskModel: model, overrides, ...rest } = data
  const riskModel = model && (await wholeRiskModel({ candidates }, tenantId, model))
  const bars = wholeBars(whole)
  return { ...rest, overrides: overrides as Override[], bars, ...(riskModel && { riskModel }) }
}

function fieldOf(path: PropertyKey[]): string {
  return ['definition', ...path].map(String).join('.')
}

function changedBars(
  changes: Partial<Record<BarName, BarChange>>,
  bars: Record<BarName, Bar>,
  field: string,
): Record<BarName, Bar> {
  const changed = Object.entries(changes).map(([name, change]) => {
    const bar = changedBar(bars[name as BarName], change)
    assertBar(name as BarName, bar, `${field}.${name}`)
    return [name, bar]
  })
  return { ...bars, ...Object.fromEntries(changed) }
}

function assertBar(name: BarName, { pass, warn = pass, otherwise, optional }: Bar, field: string) {
  const { least, most, unit, biometric } = BAR_RANGES[name]
  const refuse = (what: string) => {
    throw new AppError('INVALID', `${name}: ${what}`, field)
  }
  if (pass < least || pass > most) refuse(`pass must be from ${least} to ${most} (${unit}).`)
  if (warn < least || warn > pass) refuse(`warn must be from ${least} to pass (${unit}).`)
  if (optional && !DEFAULT_POLICY.bars[name].optional) refuse('this check cannot be optional.')
  if (biometric && otherwise === 'REJECT')
    refuse('a biometric check rejects nobody by itself; write a rule.')
}

/** @throws AppError INVALID when the calibration of the face match does not reach down to a rate */
function assertKnownRates(
  faces: Deps['faces'],
  { targetFalseMatchRate, overrides }: z.infer<typeof DEFINITION>,
): void {
  const rates = [
    { value: targetFalseMatchRate, field: 'definition' },
    ...overrides.map((own, at) => {
      return { value: own.targetFalseMatchRate, field: `definition.overrides.${at}` }
    }),
  ]
  const lost = rates.find(
    ({ value }) => value !== undefined && !Number.isFinite(faces.thresholdFor(value)),
  )
  if (!lost) return
  const why = 'The face match was not calibrated for so small a false match rate'
  throw new AppError('INVALID', `${why}: nobody would match.`, `${lost.field}.targetFalseMatchRate`)
}

function assertRules(rules: readonly RuleText[]): void {
  rules.forEach(({ name, when, outcome }, at) => {
    const field = `definition.rules.${at}`
    if (rules.findIndex((each) => each.name === name) < at)
      throw new AppError('INVALID', 'Another rule has this name.', `${field}.name`)
    compileRule({ when, outcome }, `${field}.when`)
  })
}

/** The policy that decisions are made by. @throws AppError INVALID when a rule does not compile with this version */
export function policyOf(
  { id, version }: Pick<Policy, 'id' | 'version'>,
  { rules, bars: written, riskModel: model, ...definition }: PolicyDefinition,
): Policy {
  const bars = mapped(DEFAULT_POLICY.bars, (bar, name) => changedBar(bar, written[name] ?? {}))
  const ready = rules.map(({ when, ...rule }, at) => {
    const { outcome } = rule
    return { ...rule, holds: compileRule({ when, outcome }, `definition.rules.${at}.when`) }
  })
  const riskModel = model && readyRiskModel(model)
  return { id, version, ...definition, bars, rules: ready, ...(riskModel && { riskModel }) }
}

/** The default policy as data. */
export function defaultDefinition(): PolicyDefinition {
  const { targetFalseMatchRate, tamperSignals, bars: all } = DEFAULT_POLICY
  return { targetFalseMatchRate, tamperSignals, bars: wholeBars(all), overrides: [], rules: [] }
}

/** Bars with nothing left out. */
export function wholeBars(bars: Record<BarName, Bar>): PolicyDefinition['bars'] {
  return mapped(bars, asWhole)
}

function asWhole({ pass, warn, otherwise, optional }: Bar): WholeBar {
  return { pass, warn: warn ?? null, otherwise, optional: optional ?? false }
}

function mapped<A, B>(record: Record<BarName, A>, make: (value: A, name: BarName) => B) {
  const made = BAR_NAMES.map((name) => [name, make(record[name], name)])
  return Object.fromEntries(made) as Record<BarName, B>
}

/** SHA-256 of the canonical JSON. */
export function hashOf(definition: PolicyDefinition): string {
  return sha256(Buffer.from(canonicalJson(definition)))
}
