import { CircleCheck, TriangleAlert } from 'lucide-react'
import { nameOf } from '../codes'
import { useFormats } from '../metrics/formats'
import { IntervalDots } from '../metrics/interval'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { Scroll } from '../ui/scroll'
import { FigureText, markOf } from './compared'
import type { Effect } from './use-models'

type Group = Effect['groups'][number]

/** How often honest people of a state, or with a kind of document, go to a person, and how much more than all others. */
export function GroupGaps({ groups }: { groups: readonly Group[] }) {
  const t = useText()
  const ends = groups.flatMap(({ gap: { low, high } }) => [low ?? 0, high ?? 0])
  const reach = Math.max(0.05, Math.ceil(Math.max(...ends.map(Math.abs)) * 20) / 20)
  return (
    <section className="card" aria-label={t('models.groups')}>
      <header>
        <div>
          <h2>{t('models.groups')}</h2>
          <p className="hint">{t('models.groups-why')}</p>
        </div>
      </header>
      <Scroll label={t('models.groups')}>
        <table className="gaps">
          <thead>
            <tr>
              <th scope="col">{t('models.group')}</th>
              <th scope="col" className="end">
                {t('models.honest-people')}
              </th>
              <th scope="col" className="end">
                {t('models.before')}
              </th>
              <th scope="col">{t('models.after')}</th>
              <th scope="col">
                <Reach reach={reach} />
              </th>
              <th scope="col">{t('models.gap')}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Row key={`${group.by} ${group.value}`} group={group} reach={reach} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

/** What the ends of the drawing are. */
function Reach({ reach }: { reach: number }) {
  const t = useText()
  const { points } = useFormats()
  return (
    <>
      <span className="unseen">{t('policy.drawn')}</span>
      <span className="axis-ends" aria-hidden="true">
        <span>{points(-reach)}</span>
        <span>0</span>
        <span>{points(reach)}</span>
      </span>
    </>
  )
}

function Row({ group, reach }: { group: Group; reach: number }) {
  const t = useText()
  const { number, percent } = useFormats()
  const { by, value, honest, before, referred, gap } = group
  return (
    <tr>
      <th scope="row">
        {by === 'DOCUMENT_TYPE' ? nameOf(t, 'document', value) : value}
        <span className="hint below">{t(`metrics.group.${by}`)}</span>
      </th>
      <td className="number end">{number(honest)}</td>
      <td className="number end">{percent(before)}</td>
      <td className="number">
        <FigureText figure={referred} strong />
      </td>
      <td className="drawn">
        <IntervalDots
          marks={[markOf('now', gap)]}
          from={-reach}
          to={reach}
          ticks={[-reach, 0, reach]}
        />
      </td>
      <td className="number">
        <GapText gap={gap} />
      </td>
    </tr>
  )
}

function GapText({ gap }: Pick<Group, 'gap'>) {
  const t = useText()
  const { points } = useFormats()
  const { value = null, low = null, high = null } = gap
  if (value === null || low === null || high === null) return t('none')
  const isMore = low > 0
  return (
    <>
      {points(value)}{' '}
      <span className="hint">
        {t('metrics.interval', { low: points(low), high: points(high) })}
      </span>{' '}
      <Badge tone={isMore ? 'warn' : 'plain'}>
        {isMore ? (
          <TriangleAlert size={14} aria-hidden="true" />
        ) : (
          <CircleCheck size={14} aria-hidden="true" />
        )}
        {t(isMore ? 'models.more-often' : 'models.no-more')}
      </Badge>
    </>
  )
}
