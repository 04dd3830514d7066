import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from 'wouter'
import { ask } from '../../../shared/ask'
import {
  type CaseHeadFragment,
  caseHeadDocument,
  queueUpdatedDocument,
} from '../../generated/graphql'
import { useLive } from '../live'
import { useMember } from '../member'
import { useText } from '../text'
import { Empty, waiting } from '../ui/states'
import { CaseDesk } from './desk'
import '../styles/case.css'
import '../styles/looking.css'
import '../styles/case-record.css'
import '../styles/case-file.css'

/** A case by its id. It follows what others do with it. */
export function CasePage() {
  const t = useText()
  const { id = '' } = useParams<{ id: string }>()
  const client = useQueryClient()
  const key = ['case', id]
  const head = useQuery({ queryKey: key, queryFn: () => ask(caseHeadDocument, { id }) })
  const { id: me } = useMember()
  useLive(queueUpdatedDocument, ({ reviewCasesUpdated: { changed } }) => {
    if (changed.some((each) => each.id === id)) void client.invalidateQueries({ queryKey: key })
  })
  const found = head.data?.reviewCase
  if (head.data && !found) return <Empty title={t('case.missing')}>{t('case.missing-why')}</Empty>
  if (!found) return waiting(head, 8)
  const change = (changed: CaseHeadFragment | null) => {
    if (changed) client.setQueryData(key, { reviewCase: changed })
    void client.invalidateQueries({ queryKey: ['queue'] })
  }
  const blind = found.status === 'CLOSED' && found.assigneeId === me
  return <CaseDesk key={id} head={found} blind={blind} onChange={change} />
}
