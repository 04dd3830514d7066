import { SingleBar } from 'cli-progress'

/** Writes one line to stdout: what the command is for. Everything else goes to stderr. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Exactly one JSON object on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

export type Progress = { step(): void; stop(): void }

/** A progress bar on stderr, when stderr is a terminal; silent otherwise. */
export function progress(label: string, total: number): Progress {
  if (!process.stderr.isTTY) return { step: () => undefined, stop: () => undefined }
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total} {eta_formatted} left`,
    stream: process.stderr,
  })
  bar.start(total, 0)
  return { step: () => bar.increment(), stop: () => bar.stop() }
}
