import type { Rect } from './guide'

const QUALITY = 0.92

/** Draws a part of the video or picture in the given width. */
export function drawn(
  source: CanvasImageSource,
  { left, top, width, height }: Rect,
  targetWidth: number,
  canvas: HTMLCanvasElement = document.createElement('canvas'),
): CanvasRenderingContext2D {
  canvas.width = Math.round(targetWidth)
  canvas.height = Math.round((targetWidth * height) / width)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) throw new Error('There is no canvas.')
  context.drawImage(source, left, top, width, height, 0, 0, canvas.width, canvas.height)
  return context
}

export function jpegOf(canvas: HTMLCanvasElement, quality = QUALITY): Promise<Blob> {
  return new Promise((done, fail) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : fail(new Error('The picture could not be encoded.'))),
      'image/jpeg',
      quality,
    ),
  )
}

/** A part of the video as it is now, in full resolution. */
export function still(video: HTMLVideoElement, rect: Rect): Promise<Blob> {
  return jpegOf(drawn(video, rect, rect.width).canvas)
}

const MOST_BYTES = 9_500_000
const MOST_PIXELS = 24_000_000
const TAKEN = ['image/jpeg', 'image/png', 'image/webp']

/** A file that somebody chose, as it is sent: made smaller where it is too large; null when it is no picture. */
export async function chosenPicture(file: File): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (bitmap === null) return null
  const { width, height } = bitmap
  if (TAKEN.includes(file.type) && file.size <= MOST_BYTES && width * height <= MOST_PIXELS)
    return file
  const shrink = Math.min(1, Math.sqrt(MOST_PIXELS / 2 / (width * height)))
  return jpegOf(drawn(bitmap, { left: 0, top: 0, width, height }, width * shrink).canvas)
}
