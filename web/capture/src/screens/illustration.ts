import { svg } from '../dom'

/** What the picture should look like: a document in a frame, or a face in an oval. */
export function illustration(aspect: number | null): Element {
  return aspect === null ? face() : page(aspect)
}

const box = (width: number, height: number, ...children: Element[]) =>
  svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, class: 'illustration', 'aria-hidden': 'true' },
    ...children,
  )

function page(aspect: number): Element {
  const width = 160
  const height = Math.round(width / aspect)
  const isPassport = aspect < 1.5
  const line = (x: number, y: number, length: number, strong = false) =>
    svg('rect', { x, y, width: length, height: 4, rx: 2, class: strong ? 'ink strong' : 'ink' })
  const zone = isPassport
    ? [line(14, height - 26, 132, true), line(14, height - 16, 132, true)]
    : [line(72, height - 30, 60)]
  return box(
    200,
    height + 36,
    svg('path', { d: corners(8, 6, 184, height + 24), class: 'corners' }),
    svg(
      'g',
      { transform: 'translate(20 18)' },
      svg('rect', { width, height, rx: 7, class: 'paper' }),
      svg('rect', { x: 14, y: 16, width: 42, height: 50, rx: 4, class: 'photo' }),
      svg('circle', { cx: 35, cy: 35, r: 9, class: 'ink' }),
      svg('path', { d: 'M19 66c1-14 31-14 32 0z', class: 'ink' }),
      line(72, 20, 70),
      line(72, 34, 46),
      line(72, 48, 58),
      ...zone,
    ),
  )
}

function corners(x: number, y: number, w: number, h: number): string {
  const l = 18
  return [
    `M${x} ${y + l}V${y}H${x + l}`,
    `M${x + w - l} ${y}H${x + w}V${y + l}`,
    `M${x + w} ${y + h - l}V${y + h}H${x + w - l}`,
    `M${x + l} ${y + h}H${x}V${y + h - l}`,
  ].join('')
}

function face(): Element {
  return box(
    200,
    190,
    svg('ellipse', { cx: 100, cy: 95, rx: 64, ry: 84, class: 'corners' }),
    svg('ellipse', { cx: 100, cy: 88, rx: 38, ry: 48, class: 'photo' }),
    svg('path', { d: 'M44 160c6-34 106-34 112 0', class: 'photo' }),
    svg('circle', { cx: 86, cy: 84, r: 4, class: 'ink' }),
    svg('circle', { cx: 114, cy: 84, r: 4, class: 'ink' }),
    svg('path', { d: 'M88 108q12 9 24 0', class: 'smile' }),
  )
}
