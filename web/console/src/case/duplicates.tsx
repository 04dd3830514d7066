import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { ask } from '../../../shared/ask'
import {
  type DuplicatesQuery,
  duplicatesDocument,
  type RiskFragment,
} from '../../generated/graphql'
import { nameOf } from '../codes'
import { useText } from '../text'
import { Badge } from '../ui/badge'
import { waiting } from '../ui/states'
import { When } from '../ui/time'
import { LinkGraph } from './link-graph'

type Found = NonNullable<DuplicatesQuery['reviewCase']>['duplicates']
const GROUPS = ['DOCUMENTS', 'DEVICES', 'IMAGES', 'FACES'] as const

/** Other sessions that share something with this one, and what others show of it. */
export function Duplicates({ caseId }: { caseId: string }) {
  const t = useText()
  const asked = useQuery({
    queryKey: ['duplicates', caseId],
    queryFn: () => ask(duplicatesDocument, { id: caseId }),
  })
  const found = asked.data?.reviewCase
  return (
    <section className="card duplicates" aria-busy={asked.isPending}>
      <header>
        <h2>{t('dup.title')}</h2>
      </header>
      {waiting(asked, 2)}
      {found && <Sessions {...found.duplicates} own={found.session.applicant.id} />}
      {found && (
        <>
          <h3 className="inside">{t('graph.title')}</h3>
          {found.linkGraph ? (
            <LinkGraph {...found.linkGraph} />
          ) : (
            <p className="hint inside">{t('graph.off')}</p>
          )}
        </>
      )}
      {found?.session.risk && <Signals {...found.session.risk} />}
    </section>
  )
}

function Sessions({ groups, found, own }: Found & { own: string }) {
  const t = useText()
  const off = GROUPS.filter((group) => !groups.includes(group))
  return (
    <>
      {found.length === 0 && <p className="hint inside">{t('dup.none')}</p>}
      {found.length > 0 && (
        <ul>
          {found.map(({ session, shares, caseId }) => (
            <li key={session.id}>
              <span className="what">
                {shares.map((each) => (
                  <Badge key={each} tone={each === 'APPLICANT' ? 'plain' : 'warn'}>
                    {t(`shared.${each}`)}
                  </Badge>
                ))}
              </span>
              <span>
                {t(`session-status.${session.status}`)}
                {session.applicant.id !== own && `, ${t('dup.other')}`}
              </span>
              <span className="hint">
                <When at={session.createdAt} />
              </span>
              {caseId ? (
                <Link href={`/case/${caseId}`}>{t('dup.open')}</Link>
              ) : (
                <span className="hint">{t('dup.no-case')}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {off.length > 0 && (
        <p className="hint inside">
          {off.length === GROUPS.length
            ? t('dup.all-off')
            : t('dup.off', { groups: off.map((group) => t(`dup.group.${group}`)).join(', ') })}
        </p>
      )}
    </>
  )
}

/** What adds to the risk, the most first. */
function Signals({ risk, signals }: RiskFragment) {
  const t = useText()
  const adding = signals.filter(({ contribution }) => contribution > 0)
  return (
    <div className="inside signals">
      <h3>{t('risk.title')}</h3>
      <p>
        <Badge tone={risk > 0.5 ? 'warn' : 'good'}>{Math.round(risk * 100)} / 100</Badge>{' '}
        <span className="hint">{t('risk.hint')}</span>
      </p>
      {adding.length === 0 && <p className="hint">{t('risk.none')}</p>}
      <ul>
        {adding.map(({ name, value, contribution }) => (
          <li key={name}>
            <span>{nameOf(t, 'signal', name)}</span>
            <span className="hint">
              {t('risk.adds', { value: value ?? 0, adds: Math.round(contribution * 100) / 100 })}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
