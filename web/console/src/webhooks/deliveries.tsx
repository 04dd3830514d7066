import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ask } from '../../../shared/ask'
import {
  type DeliveriesQuery,
  deliveriesDocument,
  type EndpointFragment,
  replayEventsDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { useMember } from '../member'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { Button } from '../ui/button'
import { Choice } from '../ui/field'
import { Pager, type Place, pageOf } from '../ui/pager'
import { Scroll } from '../ui/scroll'
import { Empty, Failure, waiting } from '../ui/states'
import { When } from '../ui/time'

const PAGE_SIZE = 25

type Delivery = DeliveriesQuery['webhookDeliveries']['nodes'][number]
type State = Delivery['state']

const STATES: State[] = ['PENDING', 'DELIVERED', 'DEAD']
const TONES: Record<State, Tone> = { PENDING: 'info', DELIVERED: 'good', DEAD: 'bad' }

/** What was sent, newest first. */
export function Deliveries({ endpoints }: { endpoints: readonly EndpointFragment[] }) {
  const t = useText()
  const client = useQueryClient()
  const [state, setState] = useState<State | ''>('')
  const [place, move] = useState<Place>(null)
  const list = useQuery({
    queryKey: ['deliveries', state, place],
    queryFn: () =>
      ask(deliveriesDocument, {
        filter: state === '' ? {} : { states: [state] },
        ...pageOf(place, PAGE_SIZE),
      }),
    placeholderData: (before) => before,
  })
  const again = useMutation({
    mutationFn: ({ endpointId, event, state: was }: Delivery) =>
      act(replayEventsDocument, { endpointId, eventId: event.id, states: [was] }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  })
  const page = list.data?.webhookDeliveries
  const urlOf = (id: string) => endpoints.find((each) => each.id === id)?.url ?? id
  return (
    <section className="card deliveries">
      <header>
        <h2>{t('hooks.deliveries')}</h2>
        <Choice
          label={t('hooks.filter')}
          hideLabel
          value={state}
          onChange={(value) => {
            setState(value as State | '')
            move(null)
          }}
          options={[
            { value: '', label: t('queue.any') },
            ...STATES.map((value) => ({ value, label: t(`delivery-state.${value}`) })),
          ]}
        />
      </header>
      {again.isError && <Failure error={again.error} />}
      {waiting(list)}
      {page?.nodes.length === 0 && <Empty title={t('hooks.no-deliveries')} />}
      {page && page.nodes.length > 0 && (
        <>
          <Scroll label={t('hooks.deliveries')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('hooks.event')}</th>
                  <th scope="col">{t('hooks.endpoint')}</th>
                  <th scope="col">{t('hooks.state')}</th>
                  <th scope="col">{t('hooks.attempts')}</th>
                  <th scope="col">{t('hooks.answer')}</th>
                  <th scope="col">{t('hooks.happened')}</th>
                  <th scope="col">
                    <span className="unseen">{t('hooks.again')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map((delivery) => (
                  <Row
                    key={delivery.id}
                    delivery={delivery}
                    url={urlOf(delivery.endpointId)}
                    onAgain={() => again.mutate(delivery)}
                  />
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

type RowProps = { delivery: Delivery; url: string; onAgain(): void }

function Row({ delivery, url, onAgain }: RowProps) {
  const t = useText()
  const { can } = useMember()
  const { event, state, attempts, log } = delivery
  const last = log.at(-1)
  return (
    <tr>
      <td>
        <code>{event.type}</code>
      </td>
      <td className="url">{url}</td>
      <td>
        <Badge tone={TONES[state]}>{t(`delivery-state.${state}`)}</Badge>
      </td>
      <td className="number">{attempts}</td>
      <td>{last ? `${last.status ?? last.error} · ${last.latencyMs} ms` : t('none')}</td>
      <td>
        <When at={event.createdAt} />
      </td>
      <td className="end">
        {can('WEBHOOKS_WRITE') && state !== 'PENDING' && (
          <Button size="small" onPress={onAgain}>
            {t('hooks.again')}
          </Button>
        )}
      </td>
    </tr>
  )
}
