import { direction, type TextBox } from './ocr-geometry'

type Bar = { from: number; to: number; across: number; height: number }

/**
 * Detected boxes as whole lines of text, top to bottom: at the angle most long boxes share, fragments of one line
 * joined. Lines shorter than `minWidthPx` or less than seven times as wide as high are left out.
 */
export function joinLines(boxes: TextBox[], minWidthPx: number): TextBox[] {
  const angle = commonAngle(boxes)
  if (angle === null) return []
  const { cos, sin } = direction(angle)
  const bars = boxes
    .filter((box) => Math.abs(box.angle - angle) < 12 || box.width / box.height < 2)
    .map((box): Bar => {
      const along = box.x * cos + box.y * sin
      const across = -box.x * sin + box.y * cos
      return { from: along - box.width / 2, to: along + box.width / 2, across, height: box.height }
    })
  const lines = joinBars(bars.sort((a, b) => a.across - b.across))
  return lines
    .sort((a, b) => a.across - b.across)
    .map(({ from, to, across, height }) => {
      const along = (from + to) / 2
      const x = along * cos - across * sin
      const y = along * sin + across * cos
      return { x, y, width: to - from, height, angle }
    })
    .filter(({ width, height }) => width / height > 7 && width > minWidthPx)
}

/** The median angle of the five longest boxes; null when no box is long. */
function commonAngle(boxes: TextBox[]): number | null {
  const long = boxes.filter(({ width, height }) => width / height > 3)
  const angles = long
    .sort((a, b) => b.width - a.width)
    .slice(0, 5)
    .map(({ angle }) => angle)
    .sort((a, b) => a - b)
  return angles[Math.min(2, angles.length >> 1)] ?? null
}

function joinBars(bars: Bar[]): Bar[] {
  const lines: Bar[] = []
  for (const bar of bars) {
    const line = lines.find((other) => sameLine(other, bar))
    if (line === undefined) lines.push({ ...bar })
    else Object.assign(line, joined(line, bar))
  }
  return lines
}

function sameLine(a: Bar, b: Bar): boolean {
  const low = Math.min(a.height, b.height)
  const high = Math.max(a.height, b.height)
  const gap = Math.max(b.from - a.to, a.from - b.to)
  return Math.abs(a.across - b.across) < 0.45 * low && high < 1.9 * low && gap < 3 * b.height
}

function joined(a: Bar, b: Bar): Bar {
  const weightA = a.to - a.from
  const weightB = b.to - b.from
  return {
    from: Math.min(a.from, b.from),
    to: Math.max(a.to, b.to),
    across: (a.across * weightA + b.across * weightB) / (weightA + weightB),
    height: Math.max(a.height, b.height),
  }
}
