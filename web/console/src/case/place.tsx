import { createContext, use } from 'react'

type Point = { x: number; y: number }

/** A place on an image that somebody points at: where a value was read, or what a reason rests on. */
export type Place = { captureId: string; box: readonly Point[] }

export const PlaceContext = createContext<{
  place: Place | null
  point(place: Place | null): void
}>({ place: null, point: () => undefined })

/** What an element needs so that pointing at it, or moving to it by keyboard, shows its place. */
export function usePointing(
  captureId: string | null | undefined,
  box: readonly Point[] | null | undefined,
) {
  const { point } = use(PlaceContext)
  if (!captureId || !box) return {}
  const show = () => point({ captureId, box })
  return { onMouseEnter: show, onFocus: show }
}

export function bounds(box: readonly Point[], margin: number) {
  const [xs, ys] = [box.map(({ x }) => x), box.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin]
  const width = Math.max(...xs) + margin - left
  return { x: left, y: top, width, height: Math.max(...ys) + margin - top }
}
