import { type CaptureEvent, embedCapture } from 'countersign/embed'
import { useEffect, useRef, useState } from 'react'
import { createRoot } from 'react-dom/client'

/** The applicant's page of Countersign as a component. A link works once: give another `url` for another session only. */
function IdentityCheck({ url, onEvent }: { url: string; onEvent: (event: CaptureEvent) => void }) {
  const container = useRef<HTMLDivElement>(null)
  const tell = useRef(onEvent)
  tell.current = onEvent
  useEffect(() => {
    if (container.current === null) return
    const frame = embedCapture({
      url,
      container: container.current,
      onEvent: (event) => tell.current(event),
    })
    return () => frame.close()
  }, [url])
  return <div ref={container} style={{ height: 760, maxWidth: 480 }} />
}

function Shop() {
  const [url, setUrl] = useState<string | null>(null)
  const [events, setEvents] = useState<CaptureEvent[]>([])
  // The server knows who is logged in, makes the session and keeps the API key to itself.
  const begin = async () => setUrl((await (await fetch('/link', { method: 'POST' })).json()).url)
  return (
    <main>
      <h1>Open an account</h1>
      {url === null ? (
        <button type="button" onClick={begin}>
          Confirm my identity
        </button>
      ) : (
        <IdentityCheck url={url} onEvent={(event) => setEvents((all) => [...all, event])} />
      )}
      <ol id="events">
        {events.map((event, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added
          <li key={at}>{JSON.stringify(event)}</li>
        ))}
      </ol>
    </main>
  )
}

createRoot(document.querySelector('#root') as HTMLElement).render(<Shop />)
