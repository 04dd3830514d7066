import type { Random } from './random'
import type { Layout } from './specimen-layout'

/** SVG of a background as security printers draw it: guilloche waves, a rosette, lines of tiny text. */
export function securityPrint({ width, height }: Layout, random: Random): string {
  const hue = random.whole(0, 359)
  return [
    `<rect width="${width}" height="${height}" fill="hsl(${hue} 30% 95%)"/>`,
    waves(width, height, hue, random),
    rosette(width * 0.72, height * 0.42, height * 0.3, (hue + 40) % 360, random),
    tinyText(width, height, hue),
  ].join('')
}

function waves(width: number, height: number, hue: number, random: Random): string {
  const phase = random.between(0, 6)
  const swing = random.between(40, 90)
  return Array.from({ length: 52 }, (_, i) => {
    const y = (i * height) / 50
    const a = y - swing * Math.sin(i * 0.31 + phase)
    const b = y + swing * Math.cos(i * 0.23 + phase)
    const path = `M0 ${px(y)} C${px(width * 0.3)} ${px(a)} ${px(width * 0.65)} ${px(b)} ${width} ${px(y + 20 * Math.sin(i))}`
    const color = `hsl(${(hue + i * 2) % 360} 45% 66%)`
    return `<path d="${path}" stroke="${color}" stroke-width="1.1" fill="none" opacity=".5"/>`
  }).join('')
}

function rosette(x: number, y: number, radius: number, hue: number, random: Random): string {
  const petals = random.whole(7, 13)
  return Array.from({ length: 5 }, (_, ring) => {
    const points = Array.from({ length: 361 }, (_, degree) => {
      const angle = (degree * Math.PI) / 180
      const r = radius * (0.62 + 0.3 * Math.sin(petals * angle + ring * 0.5))
      return `${px(x + r * Math.cos(angle))} ${px(y + r * Math.sin(angle))}`
    })
    return `<path d="M${points.join('L')}Z" stroke="hsl(${hue} 40% 70%)" stroke-width="1" fill="none" opacity=".55"/>`
  }).join('')
}

function tinyText(width: number, height: number, hue: number): string {
  const text = 'UTOPIA SPECIMEN '.repeat(Math.ceil(width / 60))
  return [0.09, 0.8]
    .map(
      (share) =>
        `<text x="0" y="${px(height * share)}" font-family="Liberation Sans" font-size="6" fill="hsl(${hue} 40% 45%)" opacity=".6">${text}</text>`,
    )
    .join('')
}

function px(value: number): string {
  return value.toFixed(1)
}
