import type { Session } from './api'

const WHITE = [255, 255, 255]
const DARK = [11, 18, 32]
/** What the brand's colour lies on, in both schemes (tokens.css, --surface). */
const GROUNDS = { light: WHITE, dark: [22, 27, 34] }
const READABLE = 4.5

/** Sets the organisation's colour, mended in each scheme until text of it, and text on it, can be read (WCAG 1.4.3). */
export function applyBrand({ colour }: Session['branding']): void {
  if (colour === null) return
  const light = mended(parse(colour), GROUNDS.light, DARK)
  const dark = mended(parse(colour), GROUNDS.dark, WHITE)
  const { style } = document.documentElement
  style.setProperty('--brand', `light-dark(${css(light)}, ${css(dark)})`)
  style.setProperty('--on-brand', `light-dark(${css(textOn(light))}, ${css(textOn(dark))})`)
  style.setProperty('--focus', 'var(--brand)')
}

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
export function contrast(a: number[], b: number[]): number {
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
