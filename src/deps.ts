import type { MrzReading } from './documents/reading'
import type { Box, Point, RgbImage } from './vision/geometry'

/** The image decoder and its guard (DESIGN §5): the only way bytes from outside become pixels. */
export type Images = {
  /**
   * Decodes untrusted bytes in a child process and re-encodes them: upright, sRGB, without metadata.
   * JPEG, PNG and WebP of one page, at most 10 MB, 25 MP and 10 000 px a side.
   * @throws AppError IMAGE_UNSUPPORTED | IMAGE_DAMAGED | IMAGE_TOO_MANY_PIXELS | IMAGE_TOO_SMALL | UPLOAD_EMPTY | UPLOAD_TOO_LARGE
   */
  normalize(bytes: Uint8Array): Promise<{ bytes: Uint8Array; width: number; height: number }>
  /** Pixels of an image that `normalize` produced. */
  decode(bytes: Uint8Array): Promise<RgbImage>
  /** A JPEG (quality 1..100) of the pixels. */
  encode(image: RgbImage, quality?: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** A face found: its box, the detector's score 0..1, and five landmarks. */
export type Face = { box: Box; score: number; landmarks: FivePoints }

/** Left eye, right eye, nose tip, left and right mouth corner, as seen in the image. */
export type FivePoints = [Point, Point, Point, Point, Point]

export type Faces = {
  /** Faces of an image, the main one first (largest, weighed by nearness to the centre). Empty when there is none. */
  find(image: RgbImage): Promise<Face[]>
  /** The template of a face: unit length, 192 numbers. */
  embed(image: RgbImage, face: Face): Promise<Float32Array>
  /** Passive presentation attack detection on one frame: the model's probability 0..1 that the face is live. */
  liveness(image: RgbImage, face: Face): Promise<number>
}

export type DocumentReader = {
  /** The machine-readable zone of a document page, or null when none is found. */
  readMrz(image: RgbImage): Promise<MrzReading | null>
}

/** A model as decisions record it. */
export type ModelRef = { name: string; sha256: string }
