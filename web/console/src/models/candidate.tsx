import { ArrowLeft } from 'lucide-react'
import { Link, useParams } from 'wouter'
import { useMember } from '../member'
import { useFormats } from '../metrics/formats'
import { Person } from '../policies/person'
import { useText } from '../text'
import { Page } from '../ui/page'
import { Empty, waiting } from '../ui/states'
import { When } from '../ui/time'
import { StateOf } from './candidates'
import { Compared } from './compared'
import { CandidateDryRun } from './dry-run'
import { GroupGaps } from './group-gaps'
import { LabelTable } from './labels'
import {
  type Candidate,
  shortOf,
  stateOf,
  useCandidate,
  useLabels,
  useModelInForce,
} from './use-models'
import { Weights } from './weights'
import '../styles/policies.css'
import '../styles/metrics.css'
import '../styles/models.css'
import '../styles/model-charts.css'

/** One candidate beside the model in force: what it does, whom it treats otherwise, and how it comes into force. */
export function CandidatePage() {
  const t = useText()
  const { id = '' } = useParams<{ id: string }>()
  const candidate = useCandidate(id)
  const title = t('models.candidate', { id: shortOf(id) })
  const back = (
    <Link className="button quiet normal" href="/models">
      <ArrowLeft size={16} aria-hidden="true" /> {t('models.all')}
    </Link>
  )
  return (
    <Page title={title} actions={back}>
      {waiting(candidate, 6)}
      {candidate.data === null && <Empty title={t('models.gone')}>{t('models.gone-why')}</Empty>}
      {candidate.data && <Head candidate={candidate.data} />}
      {candidate.data && <Body candidate={candidate.data} />}
    </Page>
  )
}

function Head({ candidate }: { candidate: Candidate }) {
  const t = useText()
  const { percent, number } = useFormats()
  const { can } = useMember()
  const inForce = useModelInForce()
  const { id, createdBy, createdAt, load, codeVersion, effect } = candidate
  const isInForce = inForce.data?.riskModelInForce.model === id
  return (
    <section className="card about" aria-label={t('models.about-it')}>
      <div className="inside stack">
        <div className="row">
          <StateOf row={candidate} />
          <code className="id" title={id}>
            {id}
          </code>
          {isInForce && <strong>{t('models.is-in-force')}</strong>}
        </div>
        <dl className="facts">
          <Fact label={t('models.asked')}>
            <When at={createdAt} /> · <Person id={createdBy} />
          </Fact>
          <Fact label={t('models.load')}>{percent(load)}</Fact>
          {effect && (
            <>
              <Fact label={t('models.learned')}>
                {t('models.of-labels', {
                  fraud: number(effect.trainedOn.fraud),
                  honest: number(effect.trainedOn.honest),
                })}
              </Fact>
              <Fact label={t('models.measured')}>
                {t('models.of-labels', {
                  fraud: number(effect.heldBack.fraud),
                  honest: number(effect.heldBack.honest),
                })}
              </Fact>
              <Fact label={t('models.said-by')}>
                {effect.sources
                  .filter(({ count }) => count > 0)
                  .map(({ source, count }) => `${t(`label-source.${source}`)}: ${number(count)}`)
                  .join(', ')}
              </Fact>
            </>
          )}
          {codeVersion && <Fact label={t('models.made-by')}>{codeVersion}</Fact>}
        </dl>
        {effect && can('POLICIES_MANAGE') && !isInForce && (
          <div className="row">
            <Link className="button primary normal" href={`/policies/new?model=${id}`}>
              {t('models.draft-with')}
            </Link>
            <span className="hint">{t('models.draft-why')}</span>
          </div>
        )}
      </div>
    </section>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Body({ candidate }: { candidate: Candidate }) {
  const t = useText()
  const { can } = useMember()
  const inForce = useModelInForce()
  const { effect } = candidate
  if (!effect) return <NotThere candidate={candidate} />
  return (
    <>
      <Compared load={candidate.load} effect={effect} saved={effect.loadSaved} />
      {effect.groups.length > 0 ? (
        <GroupGaps groups={effect.groups} />
      ) : (
        <p className="hint">{t('models.no-groups')}</p>
      )}
      {inForce.data && <Weights candidate={candidate} inForce={inForce.data} />}
      {can('POLICIES_MANAGE') && <CandidateDryRun id={candidate.id} />}
    </>
  )
}

/** Why there is nothing to compare, and what to do about it. */
function NotThere({ candidate }: { candidate: Candidate }) {
  const t = useText()
  const { failure } = candidate
  const labels = useLabels(failure === 'TOO_FEW_LABELS')
  const state = stateOf(candidate)
  if (state === 'PENDING')
    return (
      <div className="notice info" role="status">
        <span className="spinner" aria-hidden="true" />
        <p>{t('models.learning')}</p>
      </div>
    )
  return (
    <>
      <div className="notice bad" role="status">
        <p>{failure ? t(`candidate-failure.${failure}`) : t('models.lost')}</p>
      </div>
      {labels.data && (
        <section className="card" aria-label={t('models.to-learn-from')}>
          <header>
            <h2>{t('models.to-learn-from')}</h2>
          </header>
          <div className="inside stack">
            <LabelTable {...labels.data} />
            <p className="hint">{t('models.how-to-label')}</p>
          </div>
        </section>
      )}
    </>
  )
}
