import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Webhook } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { ask } from '../../../shared/ask'
import { createEndpointDocument, endpointsDocument } from '../../generated/graphql'
import { act } from '../act'
import { useMember } from '../member'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Page } from '../ui/page'
import { Empty, Failure, waiting } from '../ui/states'
import { Told } from '../ui/told'
import { Deliveries } from './deliveries'
import { EndpointCard } from './endpoint'
import '../styles/admin.css'

/** Who is told of what happens, and what became of it. */
export function WebhooksPage() {
  const t = useText()
  const { can } = useMember()
  const client = useQueryClient()
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const endpoints = useQuery({
    queryKey: ['endpoints'],
    queryFn: () => ask(endpointsDocument, {}),
  })
  const anew = () => client.invalidateQueries({ queryKey: ['endpoints'] })
  const all = endpoints.data?.webhookEndpoints
  const add = can('WEBHOOKS_WRITE') && (
    <Button look="primary" onPress={() => setAdding(true)}>
      <Plus size={16} aria-hidden="true" /> {t('hooks.add')}
    </Button>
  )
  return (
    <Page title={t('nav.webhooks')} actions={add}>
      {waiting(endpoints, 2)}
      {all?.length === 0 && (
        <Empty title={t('hooks.none')} icon={<Webhook size={28} aria-hidden="true" />}>
          {t('hooks.none-why')}
        </Empty>
      )}
      {all?.map((endpoint) => (
        <EndpointCard
          key={endpoint.id}
          endpoint={endpoint}
          onChange={() => void anew()}
          onSecret={setSecret}
        />
      ))}
      {all && all.length > 0 && <Deliveries endpoints={all} />}
      <Dialog title={t('hooks.add')} open={adding} onClose={() => setAdding(false)}>
        <NewEndpoint
          onClose={() => setAdding(false)}
          onDone={(told) => {
            setAdding(false)
            setSecret(told)
            void anew()
          }}
        />
      </Dialog>
      <Told
        title={t('hooks.secret-title')}
        why={t('hooks.secret')}
        value={secret}
        onClose={() => setSecret(null)}
      />
    </Page>
  )
}

function NewEndpoint({ onDone, onClose }: { onDone(secret: string): void; onClose(): void }) {
  const t = useText()
  const [url, setUrl] = useState('')
  const [events, setEvents] = useState('')
  const create = useMutation({
    mutationFn: () =>
      act(createEndpointDocument, {
        url: url.trim(),
        eventTypes: events.split(/\s+/).filter(Boolean),
      }),
    onSuccess: (result) => result && onDone(result.secret),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={t('hooks.url')}
        value={url}
        onChange={setUrl}
        type="url"
        placeholder="https://"
        isRequired
        autoFocus
      />
      <Field
        label={t('hooks.events')}
        value={events}
        onChange={setEvents}
        placeholder="kyc_session.approved"
      />
      {create.isError && <Failure error={create.error} />}
      <footer>
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button type="submit" look="primary" busy={create.isPending} isDisabled={!url.trim()}>
          {t('hooks.add')}
        </Button>
      </footer>
    </form>
  )
}
