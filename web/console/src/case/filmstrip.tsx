import { useState } from 'react'
import type { PictureFragment } from '../../generated/graphql'
import { useText } from '../text'
import { Button } from '../ui/button'
import { useSize } from './face-window'
import { useImage, useIsOpen } from './look'
import { Watermark } from './watermark'

/** The frames of a liveness challenge, step by step. They open when asked for, since each is an image of its own to the log. */
export function Filmstrip({ steps }: { steps: readonly PictureFragment[] }) {
  const t = useText()
  const open = useIsOpen()
  const [shown, setShown] = useState(false)
  const count = steps.reduce((sum, { frameCount }) => sum + (frameCount ?? 0), 0)
  if (count === 0) return null
  return (
    <section className="card filmstrip">
      <header>
        <h2>{t('live.title')}</h2>
        {!shown && (
          <Button size="small" isDisabled={!open} onPress={() => setShown(true)}>
            {t('live.open', { count })}
          </Button>
        )}
      </header>
      <div className="inside">
        {!shown && <p className="hint">{t('live.hint')}</p>}
        {shown &&
          steps.map((step, at) => (
            <div key={step.id} className="strip">
              <h3>{t('live.step', { at: at + 1 })}</h3>
              <ol>
                {Array.from({ length: step.frameCount ?? 0 }, (_, frame) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its number
                  <li key={frame}>
                    <Frame captureId={step.id} frame={frame} />
                  </li>
                ))}
              </ol>
            </div>
          ))}
      </div>
    </section>
  )
}

function Frame({ captureId, frame }: { captureId: string; frame: number }) {
  const t = useText()
  const { data: url } = useImage(captureId, frame)
  const size = useSize(url ?? null)
  if (!url || !size) return <span className="unlit" />
  return (
    <svg
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={t('live.frame', { at: frame + 1 })}
    >
      <image href={url} {...size} />
      <Watermark {...size} />
    </svg>
  )
}
