import type { Random } from '../../src/specimens/random'
import { renderSvg } from '../../src/specimens/specimen-pixels'
import type { RgbImage } from '../../src/vision/geometry'

type Painter = (x: number, y: number) => number

function paint(width: number, height: number, shade: Painter): RgbImage {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 3) data.fill(shade(x, y), at, at + 3)
  return { width, height, data }
}

/** A size in pixels that people's phones make, or a small, large, long or high one. */
function anySize(random: Random): [width: number, height: number] {
  const sizes: [number, number][] = [
    [160, 160],
    [320, 240],
    [1000, 630],
    [1600, 1200],
    [3000, 2000],
    [160, 4000],
    [6000, 160],
  ]
  return random.pick(sizes, [640, 480])
}

export function stripes(random: Random): RgbImage {
  const [width, height] = anySize(random)
  const period = random.pick([2, 3, 4, 7, 12, 25, 60, 200], 8)
  const [a, b] = random.pick(
    [
      [1, 0],
      [0, 1],
      [1, 1],
      [3, 1],
      [1, 0.2],
    ] as const,
    [1, 0],
  )
  return paint(width, height, (x, y) => ((a * x + b * y) % period < period / 2 ? 0 : 255))
}

export function checkerboard(random: Random): RgbImage {
  const [width, height] = anySize(random)
  const side = random.pick([1, 2, 5, 9, 20, 50, 150], 8)
  return paint(width, height, (x, y) => (((x / side) & 1) ^ ((y / side) & 1) ? 20 : 235))
}

/** Nothing but noise: of full strength, of one grey, or of blocks. */
export function noise(random: Random): RgbImage {
  const [width, height] = anySize(random)
  const block = random.pick([1, 1, 4, 16], 1)
  const strength = random.pick([128, 30, 3], 128)
  const row = Float32Array.from({ length: 65_521 }, () => random.between(-1, 1))
  const at = (x: number, y: number) =>
    row[(Math.floor(x / block) * 7919 + Math.floor(y / block) * 104_729) % row.length] ?? 0
  return paint(width, height, (x, y) => 128 + strength * at(x, y) * 0.99)
}

export function blank(random: Random): RgbImage {
  const [width, height] = anySize(random)
  const shade = random.whole(0, 255)
  return paint(width, height, () => shade)
}

export function gradient(random: Random): RgbImage {
  const [width, height] = anySize(random)
  return paint(width, height, (x, y) => (255 * (x + y)) / (width + height))
}

/** Thousands of small squares, each of which might be a page. */
export function smallQuads(random: Random): Promise<RgbImage> {
  const step = random.pick([9, 16, 30], 16)
  const size = { width: 1200, height: 900 }
  const squares: string[] = []
  for (let y = 2; y < size.height; y += step)
    for (let x = 2; x < size.width; x += step) {
      const angle = random.whole(-40, 40)
      squares.push(
        `<rect x="${x}" y="${y}" width="${step * 0.6}" height="${step * 0.45}" transform="rotate(${angle} ${x} ${y})"/>`,
      )
    }
  return svg(size, `<g fill="#333">${squares.join('')}</g>`)
}

/** A page full of text: letters, digits, one character, or lines like those of a machine-readable zone. */
export function textWall(random: Random): Promise<RgbImage> {
  const alphabet = random.pick(
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZ<', '0123456789', 'I', '<', 'P<UTO', 'the quick brown fox '],
    '<',
  )
  const fontSize = random.pick([9, 14, 24, 40, 80], 24)
  const size = random.pick(
    [
      { width: 1400, height: 1000 },
      { width: 2400, height: 3200 },
      { width: 400, height: 300 },
    ],
    { width: 1400, height: 1000 },
  )
  const font = random.pick(['OCRB', 'Liberation Sans'], 'OCRB')
  const columns = Math.ceil(size.width / (fontSize * 0.6))
  const lines: string[] = []
  for (let y = fontSize; y < size.height; y += fontSize * 1.4)
    lines.push(`<text x="4" y="${y}">${textLine(random, alphabet, columns)}</text>`)
  return svg(
    size,
    `<g font-family="${font}" font-size="${fontSize}" fill="#111">${lines.join('')}</g>`,
  )
}

function textLine(random: Random, alphabet: string, length: number): string {
  const chars = Array.from({ length }, () => alphabet[random.whole(0, alphabet.length - 1)] ?? '')
  return chars.join('').replaceAll('<', '&lt;')
}

/** Bars as of barcodes, many of them, turned: what the search for barcodes takes for one. */
export function bars(random: Random): Promise<RgbImage> {
  const size = { width: 1600, height: 1200 }
  const groups = Array.from({ length: random.whole(1, 12) }, () => {
    const [x, y] = [random.whole(0, 1000), random.whole(0, 900)]
    const rects = Array.from(
      { length: 120 },
      (_, i) =>
        `<rect x="${x + i * 5}" y="${y}" width="${random.whole(1, 4)}" height="${random.whole(30, 250)}"/>`,
    )
    return `<g transform="rotate(${random.whole(-180, 180)} ${x + 300} ${y + 60})">${rects.join('')}</g>`
  })
  return svg(size, groups.join(''))
}

function svg({ width, height }: { width: number; height: number }, content: string) {
  const size = `width="${width}" height="${height}"`
  return renderSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect ${size} fill="#eee"/>${content}</svg>`,
  )
}
