/** Resolves when the process is asked to stop (SIGINT or SIGTERM). A second signal ends it at once. */
export function untilStopped(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })
}
