import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { ask } from '../../../shared/ask'
import { type PolicyFragment, policiesDocument } from '../../generated/graphql'
import { useMember } from '../member'
import { useText } from '../text'
import { Page } from '../ui/page'
import { Pager, type Place, pageOf } from '../ui/pager'
import { Scroll } from '../ui/scroll'
import { Empty, waiting } from '../ui/states'
import { When } from '../ui/time'
import { useGround } from './ground'
import { InForce } from './in-force'
import { Person } from './person'
import { StateBadge } from './state-badge'
import '../styles/policies.css'

const PAGE_SIZE = 25

/** By what sessions are decided, and every version there was. */
export function PoliciesPage() {
  const t = useText()
  const { can } = useMember()
  const ground = useGround()
  const add = can('POLICIES_MANAGE') && (
    <Link className="button primary normal" href="/policies/new">
      <Plus size={16} aria-hidden="true" /> {t('policy.new')}
    </Link>
  )
  return (
    <Page title={t('nav.policies')} actions={add}>
      <p className="hint lead">{t('policy.lead')}</p>
      {waiting(ground, 6)}
      {ground.data && <InForce ground={ground.data} />}
      <Versions />
    </Page>
  )
}

function Versions() {
  const t = useText()
  const [place, move] = useState<Place>(null)
  const list = useQuery({
    queryKey: ['policies', place],
    queryFn: () => ask(policiesDocument, pageOf(place, PAGE_SIZE)),
    placeholderData: (before) => before,
  })
  const page = list.data?.policies
  return (
    <section className="card" aria-label={t('policy.versions')}>
      <header>
        <h2>{t('policy.versions')}</h2>
      </header>
      {waiting(list, 3)}
      {page?.nodes.length === 0 && <Empty title={t('policy.none')}>{t('policy.none-why')}</Empty>}
      {page && page.nodes.length > 0 && (
        <>
          <Scroll label={t('policy.versions')}>
            <table className="versions stacks">
              <thead>
                <tr>
                  <th scope="col">{t('policy.version')}</th>
                  <th scope="col">{t('policy.state')}</th>
                  <th scope="col">{t('policy.author')}</th>
                  <th scope="col">{t('policy.changed')}</th>
                  <th scope="col">{t('policy.publisher')}</th>
                  <th scope="col">{t('policy.from-until')}</th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map((policy) => (
                  <Row key={policy.id} policy={policy} />
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

function Row({ policy }: { policy: PolicyFragment }) {
  const t = useText()
  const { id, number, note, createdBy, updatedAt, publishedBy, publishedAt, retiredAt } = policy
  return (
    <tr>
      <td className="wide">
        <Link href={`/policies/${id}`} className="open">
          {t('policy.number', { number })}
        </Link>
        {note && <p className="note hint">{note}</p>}
      </td>
      <td>
        <StateBadge policy={policy} />
      </td>
      <td data-label={t('policy.author')}>
        <Person id={createdBy} />
      </td>
      <td data-label={t('policy.changed')}>
        <When at={updatedAt} />
      </td>
      <td data-label={t('policy.publisher')}>
        {publishedBy ? <Person id={publishedBy} /> : t('none')}
      </td>
      <td data-label={t('policy.from-until')}>
        {publishedAt ? <When at={publishedAt} /> : t('none')}
        {publishedAt && retiredAt && (
          <>
            {' – '}
            <When at={retiredAt} />
          </>
        )}
      </td>
    </tr>
  )
}
