import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino'
import { AppError } from './errors'
import { currentContext } from './request-context'

/** All a log line may hold: ids and measures. Anything else is dropped, so that no person's data slips in. */
const ALLOWED = [
  'action',
  'apiKeyId',
  'attachmentId',
  'attempt',
  'backend',
  'callerId',
  'captureId',
  'code',
  'count',
  'deliveryId',
  'durationMs',
  'endpointId',
  'epoch',
  'event',
  'eventId',
  'jobId',
  'memberId',
  'method',
  'operation',
  'outcome',
  'port',
  'process',
  'requestId',
  'sessionId',
  'status',
  'tenantId',
  'version',
] as const

export type LogFields = {
  [key in (typeof ALLOWED)[number]]?: string | number | null | undefined
} & { error?: unknown }

export type Logger = {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  child(fields: LogFields): Logger
}

/** Structured logs, one JSON object a line, on stdout or `destination`. */
export function createLogger(
  level: string,
  base: LogFields,
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: allowed(base),
    mixin: () => currentContext(),
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return wrap(destination ? pino(options, destination) : pino(options))
}

function wrap(logger: PinoLogger): Logger {
  return {
    debug: (fields, message) => logger.debug(allowed(fields), message),
    info: (fields, message) => logger.info(allowed(fields), message),
    warn: (fields, message) => logger.warn(allowed(fields), message),
    error: (fields, message) => logger.error(allowed(fields), message),
    child: (fields) => wrap(logger.child(allowed(fields))),
  }
}

function allowed(fields: LogFields): object {
  const entries: [string, unknown][] = ALLOWED.filter((key) => fields[key] !== undefined).map(
    (key) => [key, fields[key]],
  )
  if (fields.error !== undefined) entries.push(['error', describeError(fields.error)])
  return Object.fromEntries(entries)
}

/**
 * Name, code and place of an error. Its message only where it is known to hold no data: ours, and the operating
 * system's; a database or parser error may quote the very value it choked on.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error }
  const { name, stack } = error
  const { code, syscall } = error as NodeJS.ErrnoException
  const safe = error instanceof AppError || syscall !== undefined
  const at = (stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return {
    name,
    ...(code && { code }),
    ...(safe && { message: error.message }),
    at: at.slice(0, 8).map((line) => line.trim()),
  }
}
