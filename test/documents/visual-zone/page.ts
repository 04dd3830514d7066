import type { TextLine } from '../../../src/documents/reading'
import type { Point } from '../../../src/vision/geometry'

/** A line of text as a recogniser gives it: left and top in pixels, 20 pixels high, 10 a character. */
export function line(text: string, left: number, top: number, confidence = 0.98): TextLine {
  const right = left + 10 * text.length
  return {
    text,
    confidence,
    quad: [
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: top + 20 },
      { x: left, y: top + 20 },
    ],
  }
}

/** The lines on a page turned clockwise by `degrees` about its corner. */
export function turned(lines: TextLine[], degrees: number): TextLine[] {
  const angle = (degrees * Math.PI) / 180
  const turn = ({ x, y }: Point): Point => ({
    x: x * Math.cos(angle) - y * Math.sin(angle),
    y: x * Math.sin(angle) + y * Math.cos(angle),
  })
  return lines.map(({ quad: [a, b, c, d], ...rest }) => ({
    ...rest,
    quad: [turn(a), turn(b), turn(c), turn(d)],
  }))
}
