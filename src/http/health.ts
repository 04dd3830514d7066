import { Router as createRouter, type Router } from 'express'
import type { Deps } from '../deps'

type Watched = Pick<Deps, 'outbox' | 'queue' | 'metrics' | 'log'>

/** /healthz: this process answers. /readyz: so do database and queue. /metrics: for Prometheus. */
export function health(deps: Watched): Router {
  const router = createRouter()
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
  router.get('/readyz', async (_request, response) => {
    const state = await readiness(deps)
    const ready = Object.values(state).every((part) => part === 'ok')
    response.status(ready ? 200 : 503).json({ status: ready ? 'ok' : 'unavailable', ...state })
  })
  router.get('/metrics', async (_request, response) => {
    const [depths, unsent] = await Promise.all([deps.queue.depths(), deps.outbox.unsent()])
    deps.metrics.backlog(depths, unsent)
    response.setHeader('content-type', deps.metrics.contentType).send(await deps.metrics.text())
  })
  return router
}

async function readiness(deps: Watched): Promise<{ database: string; queue: string }> {
  const state = (work: Promise<unknown>) =>
    work.then(
      () => 'ok',
      (error: unknown) => {
        deps.log.warn({ error }, 'not ready')
        return 'unavailable'
      },
    )
  const [database, queue] = await Promise.all([
    state(deps.outbox.unsent()),
    state(deps.queue.depths()),
  ])
  return { database, queue }
}
