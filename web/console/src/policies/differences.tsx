import { useText } from '../text'
import { Scroll } from '../ui/scroll'
import type { Definition } from './definition'
import type { Ground } from './ground'
import { differences } from './statements'

type Props = { ground: Ground; definition: Definition }

/** What a policy would change of the one in force, in words. */
export function Differences({ ground, definition }: Props) {
  const t = useText()
  const found = differences(t, ground.current, definition)
  return (
    <section className="card" aria-label={t('policy.differences')}>
      <header>
        <h2>{t('policy.differences')}</h2>
      </header>
      {found.length === 0 ? (
        <p className="inside hint">{t('policy.no-differences')}</p>
      ) : (
        <Scroll label={t('policy.differences')}>
          <table className="differences">
            <thead>
              <tr>
                <th scope="col">{t('policy.about')}</th>
                <th scope="col">{t('policy.in-force')}</th>
                <th scope="col">{t('policy.this')}</th>
              </tr>
            </thead>
            <tbody>
              {found.map(({ about, before, after }) => (
                <tr key={about}>
                  <th scope="row">{about}</th>
                  <td>{before ?? t('none')}</td>
                  <td>{after ?? t('none')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  )
}
