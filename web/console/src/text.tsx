import { createContext, type ReactNode, use, useMemo } from 'react'
import { I18nProvider } from 'react-aria-components'
import { de } from './messages/de'
import { en, type Key } from './messages/en'
import { usePreferences } from './preferences'

export type { Key } from './messages/en'

/** One sentence, or one for one and one for all other counts. `{name}` is put in. */
export type Message = string | { one: string; other: string }

type Values = Record<string, string | number>

export type Translate = (key: Key, values?: Values) => string

const LANGUAGES: Record<'en' | 'de', Record<Key, Message>> = { en, de }

function translator(language: 'en' | 'de'): Translate {
  const plurals = new Intl.PluralRules(language)
  const numbers = new Intl.NumberFormat(language)
  const shown = (value: string | number | undefined) =>
    typeof value === 'number' ? numbers.format(value) : String(value ?? '')
  return (key, values = {}) => {
    const message = LANGUAGES[language][key]
    const one = plurals.select(Number(values['count'] ?? 0)) === 'one'
    const text = typeof message === 'string' ? message : message[one ? 'one' : 'other']
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => shown(values[name]))
  }
}

/** Texts in a language of somebody else's: what an applicant is told. */
export const textIn = translator

const TextContext = createContext<Translate>(translator('en'))

/** The language of the page, for our own words and for those of the controls. */
export function TextProvider({ children }: { children: ReactNode }) {
  const { language } = usePreferences()
  const translate = useMemo(() => translator(language), [language])
  return (
    <I18nProvider locale={language}>
      <TextContext value={translate}>{children}</TextContext>
    </I18nProvider>
  )
}

export function useText(): Translate {
  return use(TextContext)
}
