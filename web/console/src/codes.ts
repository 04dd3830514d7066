import { en, type Key } from './messages/en'
import type { Translate } from './text'

/** The kinds of codes that have names: what stands before the dot in messages/codes-*.ts. */
type Kind = 'reason' | 'document' | 'capture' | 'role' | 'risk-group'

const KEYS = Object.keys(en) as Key[]

/** Every code of a kind with its name, as options. */
export function codesOf(t: Translate, kind: Kind): { value: string; label: string }[] {
  return KEYS.filter((key) => key.startsWith(`${kind}.`))
    .map((key) => ({ value: key.slice(kind.length + 1), label: t(key) }))
    .sort((a, b) => a.label.localeCompare(b.label))
}

/** The name of a code that the server may have learnt after this page was made. */
export function nameOf(t: Translate, kind: string, code: string): string {
  const key = `${kind}.${code}`
  return key in en ? t(key as Key) : code
}

/** What a reason is about: a field, a signal, what is measured of a face, or a check; a rule has its own name. */
export function subjectOf(t: Translate, about: string): string {
  const [source, field] = about.split(' ')
  if (source && field) return `${nameOf(t, 'field', field)} (${nameOf(t, 'source', source)})`
  const names = ['field', 'signal', 'measure', 'check'].map((kind) => nameOf(t, kind, about))
  return names.find((name) => name !== about) ?? about
}
