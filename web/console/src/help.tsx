import { prefer, usePreferences } from './preferences'
import { type Key, useText } from './text'
import { Toggle } from './ui/check'
import { Dialog } from './ui/dialog'

const GROUPS: { title: Key; keys: [string, Key][] }[] = [
  { title: 'help.everywhere', keys: [['?', 'help.key.help']] },
  {
    title: 'help.queue',
    keys: [
      ['J', 'help.key.next-row'],
      ['K', 'help.key.previous-row'],
      ['Enter', 'help.key.open'],
      ['N', 'help.key.take'],
    ],
  },
  {
    title: 'help.case',
    keys: [
      ['A', 'help.key.approve'],
      ['R', 'help.key.reject'],
      ['Q', 'help.key.again'],
      ['E', 'help.key.escalate'],
      ['N', 'help.key.note'],
      ['Z', 'help.key.zoom'],
      ['F', 'help.key.flicker'],
      ['V', 'help.key.reveal'],
      ['J', 'help.key.next-row'],
      ['U', 'help.key.back'],
    ],
  },
]

export function Help({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useText()
  const { shortcuts } = usePreferences()
  return (
    <Dialog title={t('help.title')} open={open} onClose={onClose} wide>
      <div className="help">
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {keys.map(([key, label]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{t(label)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Toggle isSelected={shortcuts} onChange={(on) => prefer({ shortcuts: on })}>
        {t('help.on')}
      </Toggle>
      <p className="hint">{t('help.on-why')}</p>
    </Dialog>
  )
}
