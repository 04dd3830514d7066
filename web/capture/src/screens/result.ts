import type { App } from '../app'
import { lead, SIGNS, sign } from '../parts'

const LOOK = {
  APPROVED: ['good', SIGNS.good],
  IN_REVIEW: ['info', SIGNS.person],
  REJECTED: ['bad', SIGNS.bad],
  EXPIRED: ['warn', SIGNS.wait],
  CANCELLED: ['warn', SIGNS.bad],
  ERASED: ['info', SIGNS.good],
} as const

type Final = keyof typeof LOOK

/** How the session ended, or that a person looks at it. */
export function showResult({ t, frame, session, embed }: App, status: string): void {
  const final: Final = status in LOOK ? (status as Final) : 'IN_REVIEW'
  const [tone, path] = LOOK[final]
  const texts = { ...t.result, ...(session.faceConfirmation && t.confirmed) }
  const text = texts[`${final}_LEAD`]
  frame.progress(null, 1)
  frame.show(
    texts[final],
    sign(tone, path),
    lead(typeof text === 'string' ? text : text(session.branding.name)),
  )
  frame.say(texts[final])
  embed.tell({ type: 'finished', status: final })
}
