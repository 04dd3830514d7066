/** What the page tells the site that shows it in a frame: no id, nothing of the person. */
export type EmbedEvent =
  | { type: 'ready' }
  | { type: 'step'; step: string }
  | { type: 'submitted' }
  | { type: 'finished'; status: string }
  | { type: 'problem'; code: string }

export type Embed = { tell(event: EmbedEvent): void }

const SOURCE = 'countersign-capture'

/**
 * Talks to the site around the page, once that has said hello: only sites of EMBED_ORIGINS may frame it (frame-ancestors), so
 * whoever the parent is may hear; the browser says which origin it is, and nobody else is told.
 */
export function createEmbed(): Embed {
  let origin: string | null = null
  const early: EmbedEvent[] = []
  const send = (event: EmbedEvent) => {
    if (origin === null) early.push(event)
    else window.parent.postMessage({ source: SOURCE, ...event }, origin)
  }
  if (window.parent === window) return { tell: () => undefined }
  window.addEventListener('message', (message) => {
    const isHello = message.data?.source === 'countersign-embed' && message.data.type === 'hello'
    if (message.source !== window.parent || !isHello || origin !== null) return
    origin = message.origin
    for (const event of early.splice(0)) send(event)
  })
  return { tell: send }
}
