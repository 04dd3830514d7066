import { AsyncLocalStorage } from 'node:async_hooks'

/** What every log line of a request or job is to carry; a request's id goes on into the jobs it causes. */
export type RequestContext = { requestId?: string; jobId?: string }

const storage = new AsyncLocalStorage<RequestContext>()

export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work)
}

export function currentContext(): RequestContext {
  return storage.getStore() ?? {}
}
