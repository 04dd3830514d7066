import type { VisualZone } from '../../src/documents/reading'
import type { Cost } from '../processor-time'

/** What a reader is given: a file as it was uploaded. */
export type Question = { bytes: Uint8Array }

/**
 * What a reader made of a picture. `lines`: of the machine-readable zone; of a general OCR program every line it saw,
 * without blanks. `stages` in their order; `refused`: the image guard's code. `peakMb`: of the process so far, and of the
 * guard's.
 */
export type Answer = {
  lines: string[]
  barcodes: string[]
  zone: VisualZone | null
  stages: Record<string, Cost>
  refused: string | null
  /** The upright JPEG that the guard made, for the next reader; null from readers that make none. */
  normal: Uint8Array | null
  peakMb: { own: number; child: number }
}

export type Reader = (question: Question) => Promise<Omit<Answer, 'peakMb'>>

/** The readers that are compared, ours first: the names are those on the report. */
export const READER_NAMES = ['countersign', 'tesseract legacy', 'tesseract LSTM'] as const

export type ReaderName = (typeof READER_NAMES)[number]
