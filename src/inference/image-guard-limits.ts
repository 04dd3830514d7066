import type { ErrorCode } from '../errors'

/** What an image from outside may be, at most and at least. Bytes, pixels, pixels a side, milliseconds. */
export const IMAGE_LIMITS = {
  maxBytes: 10_000_000,
  maxPixels: 25_000_000,
  maxSidePx: 10_000,
  minSidePx: 160,
  timeLimitMs: 10_000,
} as const

/** One image on its way to the child process. */
export type GuardRequest = { bytes: Uint8Array }

/** An image made harmless: a JPEG (sRGB, upright, no metadata) and its size in pixels. */
export type GuardedImage = { bytes: Uint8Array; width: number; height: number }

/** Why an image was refused; `message` is safe to show. */
export type GuardRefusal = { code: ErrorCode; message: string }

/** What the child process answers, once per request. */
export type GuardReply = { image: GuardedImage } | { refusal: GuardRefusal }
