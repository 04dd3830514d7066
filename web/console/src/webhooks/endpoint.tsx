import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import {
  disableEndpointDocument,
  type EndpointFragment,
  enableEndpointDocument,
  replayEventsDocument,
  rotateSecretDocument,
  testEndpointDocument,
  updateEndpointDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { Confirm } from '../case/confirm'
import { useMember } from '../member'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { Button } from '../ui/button'
import { Failure } from '../ui/states'
import { useMoment } from '../ui/time'

const TONES: Record<EndpointFragment['state'], Tone> = {
  ACTIVE: 'good',
  FAILING: 'bad',
  PAUSED: 'warn',
  DISABLED: 'plain',
}

type Props = {
  endpoint: EndpointFragment
  onChange(): void
  onSecret(secret: string): void
}

/** One endpoint and what can be done with it. */
export function EndpointCard({ endpoint, onChange, onSecret }: Props) {
  const t = useText()
  const moment = useMoment()
  const { can } = useMember()
  const { url, state, eventTypes, failures, failingSince } = endpoint
  return (
    <section className="card endpoint" aria-label={url}>
      <header>
        <div>
          <h2 className="mono">{url}</h2>
          <p className="hint">
            {eventTypes.length > 0 ? eventTypes.join(', ') : t('hooks.all-events')}
          </p>
        </div>
        <Badge tone={TONES[state]}>{t(`webhook-state.${state}`)}</Badge>
      </header>
      <div className="inside row">
        {failingSince && (
          <p className="wrong">
            {t('hooks.failing', { count: failures, since: moment(failingSince) })}
          </p>
        )}
        {can('WEBHOOKS_WRITE') && (
          <Deeds endpoint={endpoint} onChange={onChange} onSecret={onSecret} />
        )}
      </div>
    </section>
  )
}

function Deeds({ endpoint: { id, state }, onChange, onSecret }: Props) {
  const t = useText()
  const [disabling, setDisabling] = useState(false)
  const [said, setSaid] = useState('')
  const deed = useMutation({ mutationFn: (step: () => Promise<unknown>) => step() })
  const run = (step: () => Promise<unknown>) => () => {
    setSaid('')
    deed.mutate(step, { onSuccess: onChange })
  }
  const replay = async () => {
    const begun = await act(replayEventsDocument, { endpointId: id })
    setSaid(t('hooks.replayed', { count: begun?.count ?? 0 }))
  }
  const test = async () => {
    await act(testEndpointDocument, { id })
    setSaid(t('hooks.tested'))
  }
  const rotate = async () => {
    const issued = await act(rotateSecretDocument, { id })
    if (issued) onSecret(issued.secret)
  }
  const pause = (paused: boolean) => run(() => act(updateEndpointDocument, { id, paused }))
  const button = (label: string, onPress: () => void) => (
    <Button size="small" onPress={onPress} isDisabled={deed.isPending}>
      {label}
    </Button>
  )
  return (
    <>
      {state === 'DISABLED' ? (
        button(
          t('hooks.enable'),
          run(() => act(enableEndpointDocument, { id })),
        )
      ) : (
        <>
          {state === 'PAUSED'
            ? button(t('hooks.resume'), pause(false))
            : button(t('hooks.pause'), pause(true))}
          {button(t('hooks.test'), run(test))}
          {button(t('hooks.rotate'), run(rotate))}
          {button(t('hooks.disable'), () => setDisabling(true))}
        </>
      )}
      {button(t('hooks.replay'), run(replay))}
      <span role="status" className="hint">
        {said}
      </span>
      {deed.isError && <Failure error={deed.error} />}
      <Confirm
        open={disabling}
        title={t('hooks.disable-title')}
        why={t('hooks.disable-why')}
        look="danger"
        label={t('hooks.disable')}
        onClose={() => setDisabling(false)}
        onConfirm={async () => {
          await act(disableEndpointDocument, { id })
          onChange()
        }}
      />
    </>
  )
}
