import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CircleCheckBig, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../../../shared/ask'
import { failedJobsDocument, replayJobDocument } from '../../generated/graphql'
import { act } from '../act'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Id } from '../ui/id'
import { Page } from '../ui/page'
import { Pager, type Place, pageOf } from '../ui/pager'
import { Scroll } from '../ui/scroll'
import { Empty, Failure, waiting } from '../ui/states'
import { useMoment, When } from '../ui/time'
import '../styles/admin.css'

const PAGE_SIZE = 50

/** Jobs that threw, with a button that runs one again. */
export function JobsPage() {
  const t = useText()
  const moment = useMoment()
  const client = useQueryClient()
  const [place, move] = useState<Place>(null)
  const jobs = useQuery({
    queryKey: ['jobs', place],
    queryFn: () => ask(failedJobsDocument, pageOf(place, PAGE_SIZE)),
    placeholderData: (before) => before,
  })
  const replay = useMutation({
    mutationFn: (id: string) => act(replayJobDocument, { id }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['jobs'] }),
  })
  const page = jobs.data?.failedJobs
  return (
    <Page title={t('nav.jobs')}>
      <p className="hint">{t('jobs.lead')}</p>
      {replay.isError && <Failure error={replay.error} />}
      {waiting(jobs)}
      {page?.nodes.length === 0 && (
        <Empty title={t('jobs.empty')} icon={<CircleCheckBig size={28} aria-hidden="true" />} />
      )}
      {page && page.nodes.length > 0 && (
        <section className="card">
          <Scroll label={t('nav.jobs')}>
            <table className="stacks">
              <thead>
                <tr>
                  <th scope="col">{t('jobs.job')}</th>
                  <th scope="col">{t('jobs.error')}</th>
                  <th scope="col">{t('jobs.failures')}</th>
                  <th scope="col">{t('jobs.last')}</th>
                  <th scope="col">{t('jobs.session')}</th>
                  <th scope="col">
                    <span className="unseen">{t('jobs.replay')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map((job) => (
                  <tr key={job.id}>
                    <td>
                      <code>{job.job}</code>
                    </td>
                    <td>{job.error}</td>
                    <td className="number">{job.failures}</td>
                    <td>
                      <When at={job.lastAt} />
                    </td>
                    <td>{job.sessionId ? <Id value={job.sessionId} /> : t('none')}</td>
                    <td className="end">
                      {job.replayedAt && (
                        <span className="hint">
                          {t('jobs.replayed', { when: moment(job.replayedAt) })}
                        </span>
                      )}
                      <Button size="small" onPress={() => replay.mutate(job.id)}>
                        <RotateCw size={14} aria-hidden="true" /> {t('jobs.replay')}
                      </Button>
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
