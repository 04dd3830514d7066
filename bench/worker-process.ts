import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A process that answers one question at a time; started at the first, and again after it died. */
export type WorkerProcess<Question, Answer> = {
  /** @throws WorkerDied when the process ended, or gave no answer in `limitMs` and was killed */
  ask(question: Question): Promise<Answer>
  close(): Promise<void>
}

/** The process ended before it answered; the message says how. */
export class WorkerDied extends Error {}

/** Whatever a worker prints goes to stderr: libraries like to introduce themselves, and stdout is for the report. */
const CHATTER: StdioOptions = ['ignore', 2, 2, 'ipc']

/** `file`: the program, relative to dist/bench; `args`: its arguments; `limitMs`: for one answer. */
export function startWorker<Question, Answer>(
  file: string,
  args: string[],
  limitMs: number,
): WorkerProcess<Question, Answer> {
  let child: ChildProcess | null = null
  return {
    ask: (question) => {
      child ??= fork(join(__dirname, file), args, { serialization: 'advanced', stdio: CHATTER })
      const asked = child
      return answerOf<Answer>(asked, question, limitMs).catch((error: unknown) => {
        child = null
        throw error
      })
    },
    close: async () => {
      if (child === null) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

/** The process's side: answers every question with what `answer` gives; what it throws ends the process. */
export function serve<Question, Answer>(answer: (question: Question) => Promise<Answer>): void {
  process.on('message', (question: Question) => {
    answer(question).then(
      (given) => process.send?.(given),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
        process.exit(1)
      },
    )
  })
  process.on('disconnect', () => process.exit(0))
}

function answerOf<Answer>(child: ChildProcess, question: unknown, limitMs: number) {
  return new Promise<Answer>((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    const finish = () => {
      clearTimeout(timer)
      child.removeAllListeners('message').removeAllListeners('exit')
    }
    child.once('message', (answer) => {
      finish()
      resolve(answer as Answer)
    })
    child.once('exit', (code, signal) => {
      finish()
      reject(new WorkerDied(`the process ended with ${signal ?? `exit code ${code}`}`))
    })
    child.send(question as object)
  })
}
