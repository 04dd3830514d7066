import { CAPTURE_SOURCE, type CaptureEvent, EMBED_SOURCE } from '../../shared/capture-events'

export type Embed = { tell(event: CaptureEvent): void }

/**
 * Talks to the site around the page, once that has said hello: only sites of EMBED_ORIGINS may frame it (frame-ancestors), so
 * whoever the parent is may hear; the browser says which origin it is, and nobody else is told.
 */
export function createEmbed(): Embed {
  if (window.parent === window) return { tell: () => undefined }
  let origin: string | null = null
  const early: CaptureEvent[] = []
  const tell = (event: CaptureEvent) => {
    if (origin === null) early.push(event)
    else window.parent.postMessage({ source: CAPTURE_SOURCE, ...event }, origin)
  }
  window.addEventListener('message', ({ data, origin: from, source }) => {
    const isHello = data?.source === EMBED_SOURCE && data.type === 'hello'
    if (source !== window.parent || !isHello || origin !== null) return
    origin = from
    for (const event of early.splice(0)) tell(event)
  })
  return { tell }
}
