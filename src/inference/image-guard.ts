import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { AppError } from '../errors'
import { compiledScript } from '../package-root'
import type { GuardedImage, GuardReply } from './image-guard-limits'
import { IMAGE_LIMITS } from './image-guard-limits'
import { type Sniffed, sniffImage } from './image-guard-sniff'

/** `childFile`: the program to run (the compiled image-guard-child); `timeLimitMs`: for one image. */
export type GuardOptions = { childFile?: string; timeLimitMs?: number }

/** Decodes images from outside, one at a time, in a child process that is started at the first. */
export type ImageGuard = {
  normalize(bytes: Uint8Array): Promise<GuardedImage>
  close(): Promise<void>
}

/** Of the child: 768 MiB of private memory; the worst 25 MP photos (progressive, to be turned) need 300. */
const MAX_CHILD_DATA_KIB = 786_432

/** All of it: no secrets. One malloc arena, or every decoder thread keeps its own 150 MB (measured). */
const CHILD_ENVIRONMENT = { MALLOC_ARENA_MAX: '1' }

/** Lets a shell set the limits and then become the child: `fork` has no option for them. */
const LIMITED = {
  execPath: '/bin/sh',
  execArgv: [
    '-c',
    `ulimit -d ${MAX_CHILD_DATA_KIB} && ulimit -c 0 && exec "$0" "$@"`,
    process.execPath,
  ],
}

const DIED: GuardReply = {
  refusal: {
    code: 'IMAGE_DAMAGED',
    message: 'The image could not be read; take the photo again and send it as a JPEG.',
  },
}

/**
 * The parent's side of the image guard. A child that dies or exceeds the time limit fails the image it had
 * (IMAGE_DAMAGED); the next image gets a new one. An idle child does not keep the process open.
 * @throws AppError from `normalize`, as `Images` in deps.ts lists them; Error when the child cannot start.
 */
export function createImageGuard(options: GuardOptions = {}): ImageGuard {
  const timeLimitMs = options.timeLimitMs ?? IMAGE_LIMITS.timeLimitMs
  let child: ChildProcess | null = null
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  let closed = false

  const decode = async (bytes: Uint8Array) => {
    if (closed) throw new Error('The image guard is closed.')
    if (!child || hasEnded(child))
      child = await start(options.childFile ?? compiledScript('inference/image-guard-child.js'))
    return ask(child, bytes, timeLimitMs)
  }
  return {
    async normalize(bytes) {
      assertPhoto(bytes)
      if (waiting >= MOST_WAITING) throw busy()
      waiting += 1
      const reply = last.then(() => decode(bytes)).finally(() => (waiting -= 1))
      last = reply.catch(() => undefined) // the caller hears of it; the next image does not
      return unwrap(await reply)
    },
    async close() {
      closed = true
      await last
      if (child && !hasEnded(child)) await stop(child)
    },
  }
}

/** Images that may wait for the one before them: each holds up to 10 MB, and takes a tenth of a second. */
const MOST_WAITING = 32

function busy(): AppError {
  const message = 'Too many images at once; complete this one again in two seconds.'
  return new AppError('RATE_LIMITED', message, null, { retryAfterSec: 2 })
}

/** Refuses what needs no decoder to refuse. */
function assertPhoto(bytes: Uint8Array): void {
  const { maxBytes } = IMAGE_LIMITS
  if (bytes.length === 0) throw new AppError('UPLOAD_EMPTY', 'The file is empty; send the photo.')
  if (bytes.length > maxBytes) {
    const limit = `${maxBytes / 1e6} MB`
    throw new AppError('UPLOAD_TOO_LARGE', `The file is larger than ${limit}; send a smaller JPEG.`)
  }
  const sniffed = sniffImage(bytes)
  if (!sniffed || !('photo' in sniffed)) throw unsupported(sniffed)
}

function unsupported(sniffed: Exclude<Sniffed, { photo: unknown }>): AppError {
  if (!sniffed) {
    const message = 'This is not a photo we can read; send a JPEG, PNG or WebP photo.'
    return new AppError('IMAGE_UNSUPPORTED', message)
  }
  const advice = sniffed.advice ?? 'send a JPEG, PNG or WebP photo'
  return new AppError('IMAGE_UNSUPPORTED', `This looks like ${sniffed.other}; ${advice}.`)
}

function unwrap(reply: GuardReply): GuardedImage {
  if ('image' in reply) return reply.image
  throw new AppError(reply.refusal.code, reply.refusal.message)
}

/** Starts the child; on Linux with a memory limit. */
async function start(childFile: string): Promise<ChildProcess> {
  const child = fork(childFile, [], {
    env: CHILD_ENVIRONMENT,
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
    ...(process.platform === 'linux' ? LIMITED : { execArgv: [] }),
  })
  const ended = once(child, 'exit').then(() => 'exit')
  const first = await Promise.race([once(child, 'message').then(() => 'ready'), ended])
  if (first === 'exit') throw new Error(`The image guard did not start: ${childFile}`)
  child.on('error', () => child.kill('SIGKILL')) // a failed send or kill; 'exit' follows
  return child
}

/** Sends one image and waits for the answer; holds the process open for just that long. */
function ask(child: ChildProcess, bytes: Uint8Array, timeLimitMs: number): Promise<GuardReply> {
  return new Promise((settle) => {
    hold(child, true)
    const timer = setTimeout(() => child.kill('SIGKILL'), timeLimitMs)
    const finish = (reply: GuardReply) => {
      clearTimeout(timer)
      child.removeAllListeners('message').removeAllListeners('exit')
      hold(child, false)
      settle(reply)
    }
    child.once('message', (reply) => finish(reply as GuardReply))
    child.once('exit', () => finish(DIED))
    child.send({ bytes }, (error) => {
      if (error) child.kill('SIGKILL') // the channel is gone; 'exit' follows
    })
  })
}

/** Whether the child keeps this process open. */
function hold(child: ChildProcess, held: boolean): void {
  if (held) child.ref()
  else child.unref()
  if (held) child.channel?.ref()
  else child.channel?.unref()
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  hold(child, true)
  child.kill('SIGKILL')
  await ended
}
