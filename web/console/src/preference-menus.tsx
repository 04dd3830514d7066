import { type Preferences, prefer, usePreferences } from './preferences'
import { useText } from './text'
import { Choice } from './ui/field'

/** Appearance and language, as this browser keeps them. */
export function PreferenceMenus() {
  const t = useText()
  const { theme, language } = usePreferences()
  return (
    <div className="preferences">
      <Choice
        label={t('theme')}
        value={theme}
        onChange={(value) => prefer({ theme: value as Preferences['theme'] })}
        options={[
          { value: 'system', label: t('theme.system') },
          { value: 'light', label: t('theme.light') },
          { value: 'dark', label: t('theme.dark') },
        ]}
      />
      <Choice
        label={t('language')}
        value={language}
        onChange={(value) => prefer({ language: value as Preferences['language'] })}
        options={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
      />
    </div>
  )
}
