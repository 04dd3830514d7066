const WHITE = [255, 255, 255]
const DARK = [11, 18, 32]
/** What the brand's colour lies on, in both schemes (tokens.css, --surface). */
const GROUNDS = { light: WHITE, dark: [22, 27, 34] }
/** WCAG 1.4.3, of text in a usual size. */
export const READABLE = 4.5

/** A colour as CSS has it, and that of text on it. */
type Pair = { colour: string; on: string }

/** An organisation's colour (#rrggbb) in both schemes, mended until text of it, and text on it, can be read. */
export function brandColours(colour: string): { light: Pair; dark: Pair } {
  return {
    light: pairOf(mended(parse(colour), GROUNDS.light, DARK)),
    dark: pairOf(mended(parse(colour), GROUNDS.dark, WHITE)),
  }
}

/** Contrast of a colour, as it is, on the light ground and on the dark one. */
export function brandContrast(colour: string): { light: number; dark: number } {
  const rgb = parse(colour)
  return { light: contrast(rgb, GROUNDS.light), dark: contrast(rgb, GROUNDS.dark) }
}

const pairOf = (colour: number[]): Pair => ({ colour: css(colour), on: css(textOn(colour)) })

function mended(colour: number[], ground: number[], towards: number[]): number[] {
  for (let share = 0; share <= 1; share += 0.05) {
    const mixed = colour.map((value, at) =>
      Math.round(value + ((towards[at] ?? 0) - value) * share),
    )
    if (contrast(mixed, ground) >= READABLE) return mixed
  }
  return towards
}

const textOn = (colour: number[]) => (contrast(colour, WHITE) >= READABLE ? WHITE : DARK)
const css = (colour: number[]) => `rgb(${colour.join(' ')})`

function parse(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}

/** WCAG 2.2, contrast ratio. */
function contrast(a: number[], b: number[]): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: number[]): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
