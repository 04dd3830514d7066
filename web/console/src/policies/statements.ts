import { nameOf } from '../codes'
import type { Translate } from '../text'
import type { Bar, Definition, Override } from './definition'

/** One thing that a policy says: about what, and what of it. */
export type Statement = { about: string; says: string }

/** `Before` and `after`: what two policies say about the same; null: nothing. */
export type Difference = { about: string; before: string | null; after: string | null }

/** By what risk is scored under a policy. */
export function sayModel(t: Translate, riskModel: Definition['riskModel']): string {
  return riskModel ? t('models.candidate', { id: riskModel.candidate }) : t('models.rules')
}

/** "1 in 10,000", from the share of strangers that may match. */
export function oneIn(t: Translate, rate: number): string {
  return t('policy.one-in', { count: Math.round(1 / rate) })
}

/** All that a policy says, in words, in the order of the page. */
export function statements(t: Translate, definition: Definition): Statement[] {
  const { targetFalseMatchRate, bars, tamperSignals, overrides, rules, riskModel } = definition
  return [
    { about: t('policy.rate'), says: oneIn(t, targetFalseMatchRate) },
    ...Object.entries(bars).map(([check, bar]) => ({
      about: nameOf(t, 'check', check),
      says: sayBar(t, bar),
    })),
    ...Object.entries(tamperSignals).map(([signal, weight]) => ({
      about: nameOf(t, 'signal', signal),
      says: t(`weight.${weight}`),
    })),
    ...overrides.map((override) => ({
      about: scopeOf(t, override),
      says: sayOverride(t, override),
    })),
    ...rules.map(({ name, when, outcome, text }) => ({
      about: t('policy.rule-named', { name }),
      says: `${when} → ${t(`consequence.${outcome}`)}: ${text}`,
    })),
    { about: t('policy.risk-model'), says: sayModel(t, riskModel) },
  ]
}

/** What one policy says otherwise than another. What stands twice under one name is taken together. */
export function differences(t: Translate, before: Definition, after: Definition): Difference[] {
  const [then, now] = [before, after].map((each) => byTopic(statements(t, each)))
  if (!then || !now) return []
  return [...new Set([...then.keys(), ...now.keys()])]
    .map((about) => ({ about, before: then.get(about) ?? null, after: now.get(about) ?? null }))
    .filter((each) => each.before !== each.after)
}

function byTopic(all: Statement[]): Map<string, string> {
  const topics = new Map<string, string>()
  for (const { about, says } of all)
    topics.set(about, [topics.get(about), says].filter(Boolean).join(' / '))
  return topics
}

/** Whose documents an exception is about. */
export function scopeOf(t: Translate, { documentTypes, countries }: Override): string {
  const types = documentTypes?.map((type) => nameOf(t, 'document', type)).join(', ')
  return `${types ?? t('policy.any-document')} · ${countries?.join(', ') ?? t('policy.any-country')}`
}

/** What an exception sets anew, one thing each. */
export function overrideParts(t: Translate, override: Override): Statement[] {
  const { targetFalseMatchRate: rate, tamperSignals = {}, bars = {} } = override
  return [
    ...(rate === undefined ? [] : [{ about: t('policy.rate'), says: oneIn(t, rate) }]),
    ...Object.entries(tamperSignals).map(([signal, weight]) => ({
      about: nameOf(t, 'signal', signal),
      says: t(`weight.${weight}`),
    })),
    ...Object.entries(bars).map(([check, change]) => ({
      about: nameOf(t, 'check', check),
      says: sayBar(t, change),
    })),
  ]
}

function sayOverride(t: Translate, override: Override): string {
  return overrideParts(t, override)
    .map(({ about, says }) => `${about}: ${says}`)
    .join('; ')
}

export function sayBar(t: Translate, { pass, warn, otherwise, optional }: Partial<Bar>): string {
  const parts = [
    pass !== undefined && t('policy.says-pass', { pass }),
    warn !== undefined && (warn === null ? t('policy.no-warn') : t('policy.says-warn', { warn })),
    otherwise !== undefined && t('policy.says-otherwise', { what: t(`consequence.${otherwise}`) }),
    optional !== undefined && t(optional ? 'policy.optional' : 'policy.required'),
  ]
  return parts.filter(Boolean).join(' · ')
}
