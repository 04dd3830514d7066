import { en, type Messages } from './messages/en'

export const LOCALES = { en: 'English', de: 'Deutsch', ar: 'العربية' } as const
export type Locale = keyof typeof LOCALES

const RIGHT_TO_LEFT: readonly Locale[] = ['ar']

/** The first of the browser's languages that there is a translation for; else English. */
export function preferredLocale(languages: readonly string[]): Locale {
  const wanted = languages.map((language) => language.slice(0, 2).toLowerCase())
  return wanted.find((language): language is Locale => language in LOCALES) ?? 'en'
}

const LOAD: Record<Locale, () => Promise<Messages>> = {
  en: async () => en,
  de: async () => (await import('./messages/de')).de,
  ar: async () => (await import('./messages/ar')).ar,
}

/** The texts of a language; the document is marked with it and with its direction. */
export async function loadLocale(locale: Locale): Promise<Messages> {
  const messages = await LOAD[locale]()
  document.documentElement.lang = locale
  document.documentElement.dir = RIGHT_TO_LEFT.includes(locale) ? 'rtl' : 'ltr'
  document.title = messages.title
  return messages
}
