import type { Browser, Page } from 'playwright-core'

/** What the main thread of a page was busy with at a stretch, in milliseconds: on the clock, and of a processor. */
export type Blocks = {
  tasks: number
  longestMs: number
  longestProcessorMs: number
  over50: number
}

type TraceEvent = {
  name: string
  ph: string
  pid: number
  tid: number
  dur?: number
  tdur?: number
  args?: { name?: string }
}

const CATEGORIES = ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata']

/** The tasks of the page's main thread while `work` runs, as Chromium's own trace has them. */
export async function blocksDuring(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<Blocks> {
  await browser.startTracing(page, { categories: CATEGORIES })
  await work()
  const trace = await browser.stopTracing()
  const { traceEvents }: { traceEvents: TraceEvent[] } = JSON.parse(trace.toString())
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) =>
      (name === 'RunTask' || name === 'ThreadControllerImpl::RunTask') &&
      ph === 'X' &&
      mains.has(`${pid} ${tid}`),
  )
  const walls = tasks.map(({ dur = 0 }) => dur / 1000)
  return {
    tasks: tasks.length,
    longestMs: Math.max(0, ...walls),
    longestProcessorMs: Math.max(0, ...tasks.map(({ tdur = 0 }) => tdur / 1000)),
    over50: walls.filter((ms) => ms > 50).length,
  }
}
