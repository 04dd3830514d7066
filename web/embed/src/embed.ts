import { CAPTURE_SOURCE, type CaptureEvent, EMBED_SOURCE } from '../../shared/capture-events'

export type { CaptureEvent } from '../../shared/capture-events'
export { type FormBehaviour, measureForm } from './measure-form'

export type CaptureOptions = {
  /** The link that your server got from `captureLinkCreate`. It works once: get it when the applicant is about to begin. */
  url: string
  /** Where the page is shown. It fills the element's width; give the element a height, 700 pixels or more. */
  container: HTMLElement
  onEvent: (event: CaptureEvent) => void
  /** The name of the frame, for screen readers. */
  title?: string
}

/**
 * Shows the applicant's page in a frame and passes on what it tells. Only messages of that very frame and of the link's own
 * origin are heard. The origin of your site must be in EMBED_ORIGINS of the installation, or browsers show nothing.
 * @returns what takes the frame away
 * @throws TypeError when `url` is no address
 */
export function embedCapture({ url, container, onEvent, title }: CaptureOptions): {
  close(): void
} {
  const { origin } = new URL(url)
  const frame = document.createElement('iframe')
  frame.title = title ?? 'Identity check'
  frame.allow = `camera ${origin}`
  frame.referrerPolicy = 'no-referrer'
  Object.assign(frame.style, { width: '100%', height: '100%', border: '0' })
  const hear = ({ data, origin: from, source }: MessageEvent) => {
    if (from !== origin || source !== frame.contentWindow || data?.source !== CAPTURE_SOURCE) return
    const { source: _, ...event } = data
    onEvent(event)
  }
  window.addEventListener('message', hear)
  frame.addEventListener('load', () =>
    frame.contentWindow?.postMessage({ source: EMBED_SOURCE, type: 'hello' }, origin),
  )
  frame.src = url
  container.append(frame)
  return {
    close() {
      window.removeEventListener('message', hear)
      frame.remove()
    },
  }
}
