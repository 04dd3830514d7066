import { useQuery } from '@tanstack/react-query'
import { CircleCheck, FlaskConical, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { ask } from '../../../shared/ask'
import { riskCandidatesDocument } from '../../generated/graphql'
import { useFormats } from '../metrics/formats'
import { Person } from '../policies/person'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { Pager, type Place, pageOf } from '../ui/pager'
import { Scroll } from '../ui/scroll'
import { Empty, waiting } from '../ui/states'
import { When } from '../ui/time'
import { LabelTable } from './labels'
import { lookAgain, MODELS, type Row, shortOf, stateOf, useLabels } from './use-models'

const PAGE_SIZE = 20

/** What was trained, the newest first. */
export function Candidates({ isAnythingOn }: { isAnythingOn: boolean }) {
  const t = useText()
  const [place, move] = useState<Place>(null)
  const list = useQuery({
    queryKey: [MODELS, 'candidates', place],
    queryFn: () => ask(riskCandidatesDocument, pageOf(place, PAGE_SIZE)),
    placeholderData: (before) => before,
    refetchInterval: ({ state: { data } }) => lookAgain(data?.riskCandidates.nodes ?? []),
  })
  const page = list.data?.riskCandidates
  return (
    <section className="card candidates" aria-label={t('models.candidates')}>
      <header>
        <div>
          <h2>{t('models.candidates')}</h2>
          <p className="hint">{t('models.candidates-why')}</p>
        </div>
      </header>
      {waiting(list, 3)}
      {page?.nodes.length === 0 && <None isAnythingOn={isAnythingOn} />}
      {page && page.nodes.length > 0 && (
        <>
          <Scroll label={t('models.candidates')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('models.which')}</th>
                  <th scope="col">{t('models.state')}</th>
                  <th scope="col">{t('models.asked')}</th>
                  <th scope="col" className="end">
                    {t('models.load')}
                  </th>
                  <th scope="col" className="end">
                    {t('models.saves')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map((row) => (
                  <CandidateRow key={row.id} row={row} />
                ))}
              </tbody>
            </table>
          </Scroll>
          <Pager info={page.pageInfo} onMove={move} />
        </>
      )}
    </section>
  )
}

/** Nobody has trained one: what is there to learn from. */
function None({ isAnythingOn }: { isAnythingOn: boolean }) {
  const t = useText()
  const labels = useLabels(isAnythingOn)
  return (
    <>
      <Empty title={t('models.no-candidates')} icon={<FlaskConical size={28} aria-hidden="true" />}>
        {t(isAnythingOn ? 'models.no-candidates-why' : 'models.no-candidates-off')}
      </Empty>
      {labels.data && (
        <div className="inside">
          <LabelTable {...labels.data} />
        </div>
      )}
    </>
  )
}

function CandidateRow({ row }: { row: Row }) {
  const t = useText()
  const { percent } = useFormats()
  const saved = row.effect?.loadSaved
  return (
    <tr>
      <th scope="row">
        <Link href={`/models/candidate/${row.id}`} className="open">
          <code>{shortOf(row.id)}</code>
        </Link>
      </th>
      <td>
        <StateOf row={row} />
        {row.failure && <span className="hint below">{t(`candidate-failure.${row.failure}`)}</span>}
      </td>
      <td>
        <When at={row.createdAt} /> <span className="hint">· </span>
        <span className="hint">
          <Person id={row.createdBy} />
        </span>
      </td>
      <td className="number end">{percent(row.load)}</td>
      <td className="number end">
        {percent(saved?.value ?? null)}
        {saved && saved.low !== null && saved.high !== null && (
          <span className="hint below">
            {t('metrics.interval', {
              low: percent(saved.low ?? null),
              high: percent(saved.high ?? null),
            })}
          </span>
        )}
      </td>
    </tr>
  )
}

const TONES: Record<ReturnType<typeof stateOf>, Tone> = {
  PENDING: 'info',
  READY: 'good',
  FAILED: 'bad',
  LOST: 'bad',
}

/** How far it has come: an icon and a word. */
export function StateOf({ row }: { row: Row }) {
  const t = useText()
  const state = stateOf(row)
  return (
    <Badge tone={TONES[state]}>
      {state === 'PENDING' && <span className="spinner" aria-hidden="true" />}
      {state === 'READY' && <CircleCheck size={14} aria-hidden="true" />}
      {(state === 'FAILED' || state === 'LOST') && <TriangleAlert size={14} aria-hidden="true" />}
      {t(`candidate-state.${state}`)}
    </Badge>
  )
}
