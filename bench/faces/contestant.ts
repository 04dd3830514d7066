import type { Cost } from '../processor-time'

/** Two JPEG files: the photograph of a document and a selfie. */
export type FaceQuestion = { document: Uint8Array; selfie: Uint8Array }

/**
 * One verification. `stages` in their order: `decode` first, and their sum is the whole; `score` as the contestant gives
 * it; `parts`: stages measured once more by themselves, outside the sum. `runs`: how often each of our networks ran.
 */
export type FaceAnswer = {
  stages: Record<string, Cost>
  score: number
  parts: Record<string, Cost>
  runs: Record<string, number>
  peakMb: number
}

export type FaceMatch = (question: FaceQuestion) => Promise<Omit<FaceAnswer, 'peakMb'>>

/** Who is measured, ours first. What each does: docs/benchmarks.md. */
export const CONTESTANTS = [
  'countersign',
  'human, aligned',
  'human, not aligned',
  'face-api, tiny',
  'face-api, SSD',
] as const

export type Contestant = (typeof CONTESTANTS)[number]

/** What is asked of in a process of its own besides: the rate of a matrix product. */
export const YARDSTICK = 'yardstick'
