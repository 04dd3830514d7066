import { useQuery } from '@tanstack/react-query'
import { Download, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../../../shared/ask'
import { auditEventsDocument, lastCheckpointDocument } from '../../generated/graphql'
import { Person } from '../policies/person'
import { useText } from '../text'
import { Id } from '../ui/id'
import { Page } from '../ui/page'
import { Pager, type Place, pageOf } from '../ui/pager'
import { Scroll } from '../ui/scroll'
import { Empty, waiting } from '../ui/states'
import { useMoment, When } from '../ui/time'
import '../styles/admin.css'

const PAGE_SIZE = 50

/** Who did what, newest first. */
export function AuditPage() {
  const t = useText()
  const [place, move] = useState<Place>(null)
  const log = useQuery({
    queryKey: ['audit', place],
    queryFn: () => ask(auditEventsDocument, pageOf(place, PAGE_SIZE)),
    placeholderData: (before) => before,
  })
  const page = log.data?.auditEvents
  const download = (
    <a className="button quiet normal" href="/audit/export" download>
      <Download size={16} aria-hidden="true" /> {t('audit.export')}
    </a>
  )
  return (
    <Page title={t('nav.audit')} wide actions={download}>
      <p className="hint">{t('audit.lead')}</p>
      <Checkpoint />
      {waiting(log, 10)}
      {page?.nodes.length === 0 && <Empty title={t('audit.empty')} />}
      {page && page.nodes.length > 0 && (
        <section className="card" aria-label={t('nav.audit')}>
          <Scroll label={t('nav.audit')}>
            <table className="log stacks">
              <thead>
                <tr>
                  <th scope="col">{t('audit.seq')}</th>
                  <th scope="col">{t('audit.at')}</th>
                  <th scope="col">{t('audit.action')}</th>
                  <th scope="col">{t('audit.actor')}</th>
                  <th scope="col">{t('audit.object')}</th>
                  <th scope="col">{t('audit.details')}</th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map(({ id, seq, at, action, actor, object, details }) => (
                  <tr key={id}>
                    <td className="number">{seq}</td>
                    <td>
                      <When at={at} />
                    </td>
                    <td className="wide">
                      <code>{action}</code>
                    </td>
                    <td>
                      {actor.startsWith('mem_') ? <Person id={actor} /> : <Id value={actor} />}
                    </td>
                    <td>
                      <Id value={object} />
                    </td>
                    <td className="wide">
                      <Details details={details as Record<string, unknown>} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <Pager info={page.pageInfo} onMove={move} />
        </section>
      )}
    </Page>
  )
}

function Details({ details }: { details: Record<string, unknown> }) {
  return (
    <span className="details">
      {Object.entries(details).map(([name, value]) => (
        <span key={name}>
          {name} <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
        </span>
      ))}
    </span>
  )
}

function Checkpoint() {
  const t = useText()
  const moment = useMoment()
  const { data } = useQuery({
    queryKey: ['checkpoint'],
    queryFn: () => ask(lastCheckpointDocument, {}),
  })
  const [last] = data?.auditCheckpoints.nodes ?? []
  if (!last) return null
  return (
    <p className="notice good">
      <ShieldCheck size={18} aria-hidden="true" />
      <span>{t('audit.checkpoint', { size: last.size, at: moment(last.at) })}</span>
    </p>
  )
}
