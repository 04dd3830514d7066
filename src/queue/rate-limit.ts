import { Redis } from 'ioredis'
import {
  BurstyRateLimiter,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'

export type RateLimit = {
  /** Takes one request off the allowance of `key`. @returns after how many seconds to try again; 0: go on */
  take(key: string): Promise<number>
  close(): Promise<void>
}

type Settings = { redisUrl?: string | undefined; prefix?: string; perSecond: number }

/** Within BURST_SEC seconds so many times the lasting rate may be used on top of it. */
const BURST_FACTOR = 10
const BURST_SEC = 10

/**
 * A lasting rate and room for bursts, for each key. All processes share it on Redis; without Redis, or while it does not
 * answer, each process counts by itself.
 */
export function openRateLimit({
  redisUrl,
  prefix = 'countersign',
  perSecond,
}: Settings): RateLimit {
  const redis = redisUrl ? connect(redisUrl) : null
  const steady = limiter(redis, `${prefix}-rate`, { points: perSecond, duration: 1 })
  const burst = limiter(redis, `${prefix}-burst`, {
    points: BURST_FACTOR * perSecond,
    duration: BURST_SEC,
  })
  const both = new BurstyRateLimiter(steady, burst)
  return {
    async take(key) {
      try {
        await both.consume(key)
        return 0
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.ceil(refused.msBeforeNext / 1000) || 1
        throw refused
      }
    },
    close: async () => {
      redis?.disconnect()
    },
  }
}

/** Gives up at once: a request must not wait for the counter. */
function connect(url: string): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined) // the counters in memory take over; the queue reports the connection
  return redis
}

type Allowance = { points: number; duration: number }

function limiter(redis: Redis | null, keyPrefix: string, allowance: Allowance) {
  const own = new RateLimiterMemory({ keyPrefix, ...allowance })
  if (redis === null) return own
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix,
    insuranceLimiter: own,
    rejectIfRedisNotReady: true,
    ...allowance,
  })
}
