/** A rectangle in pixels. */
export type Rect = { left: number; top: number; width: number; height: number }

/** Millimetres: ID-1 of ISO/IEC 7810, and the data page of a passport (ICAO 9303-4). */
export const CARD = 85.6 / 53.98
export const PASSPORT_PAGE = 125 / 88

/** The share of the shorter way across the stage that the frame takes. */
const FILL = 0.9

/** Where the frame lies on a stage. */
export function frameOn(width: number, height: number, aspect: number): Rect {
  const w = Math.min(FILL * width, FILL * height * aspect)
  const h = w / aspect
  return { left: (width - w) / 2, top: (height - h) / 2, width: w, height: h }
}

/** The same place in the pixels of the video, which covers the stage (object-fit: cover). */
export function inVideo(
  rect: Rect,
  stage: { width: number; height: number },
  { videoWidth, videoHeight }: Pick<HTMLVideoElement, 'videoWidth' | 'videoHeight'>,
): Rect {
  const scale = Math.max(stage.width / videoWidth, stage.height / videoHeight)
  const left = (videoWidth - stage.width / scale) / 2
  const top = (videoHeight - stage.height / scale) / 2
  return {
    left: left + rect.left / scale,
    top: top + rect.top / scale,
    width: rect.width / scale,
    height: rect.height / scale,
  }
}

/** The rectangle with so large a share of it added on every side, as far as the video goes. */
export function widened(
  rect: Rect,
  share: number,
  within: { width: number; height: number },
): Rect {
  const [dx, dy] = [rect.width * share, rect.height * share]
  const left = Math.max(0, rect.left - dx)
  const top = Math.max(0, rect.top - dy)
  const right = Math.min(within.width, rect.left + rect.width + dx)
  const bottom = Math.min(within.height, rect.top + rect.height + dy)
  return { left, top, width: right - left, height: bottom - top }
}
