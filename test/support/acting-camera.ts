import type { Page } from 'playwright-core'
import { createImages } from '../../src/inference/images'
import { COLOURS, GESTURES } from '../../src/liveness/challenge'
import type { RgbImage } from '../../src/vision/geometry'
import { lightOf, litBy } from './camera'
import { type Act, type Puppet, show } from './turned-face'

/** How far each gesture goes at its height. */
const HEIGHTS: Record<(typeof GESTURES)[number], Act> = {
  TURN_LEFT: { yaw: 26 },
  TURN_RIGHT: { yaw: -26 },
  LOOK_UP: { pitch: 20 },
  BLINK: { lids: 1 },
  OPEN_MOUTH: { mouth: 1 },
}
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
const SCREEN = 0.1

/** Pictures of a person who can do what is asked, as data: addresses: by gesture from little to full, and by colour. */
export type Pictures = { rest: string; acts: Record<string, string[]>; lit: Record<string, string> }

export async function picturesOf(doll: Puppet): Promise<Pictures> {
  const { encode } = createImages()
  const address = async (image: RgbImage) =>
    `data:image/jpeg;base64,${Buffer.from(await encode(image, 92)).toString('base64')}`
  const rest = show(doll, {})
  const acts: Pictures['acts'] = {}
  for (const gesture of GESTURES) {
    acts[gesture] = []
    for (const share of SHARES)
      acts[gesture].push(await address(show(doll, scaled(gesture, share))))
  }
  const lit: Pictures['lit'] = {}
  for (const colour of COLOURS)
    lit[colour] = await address(
      litBy(rest, lightOf(colour, SCREEN), doll.fit.to, 18 * doll.fit.scale),
    )
  return { rest: await address(rest), acts, lit }
}

function scaled(gesture: (typeof GESTURES)[number], share: number): Act {
  const entries = Object.entries(HEIGHTS[gesture]).map(([name, value]) => [name, value * share])
  return Object.fromEntries(entries)
}

/**
 * Puts a person before the front camera of the page who reads what it asks for (body[data-act]) and does it: half a second
 * after it is shown, for two seconds; in the light of the colours that the screen shows. The back camera stays as it is.
 */
export async function actBefore(page: Page, pictures: Pictures): Promise<void> {
  await page.addInitScript(({ rest, acts, lit }) => {
    const load = (src: string) => Object.assign(new Image(), { src })
    const loaded = {
      rest: load(rest),
      acts: Object.fromEntries(
        Object.entries(acts).map(([name, all]) => [name, all.map((src) => load(src))]),
      ),
      lit: Object.fromEntries(Object.entries(lit).map(([name, src]) => [name, load(src)])),
    }
    let act = ''
    let since = 0
    const pictureNow = () => {
      const now = document.body?.dataset['act'] ?? ''
      if (now !== act) [act, since] = [now, performance.now()]
      const colour = document.querySelector<HTMLElement>('.colours')?.dataset['colour'] ?? ''
      if (loaded.lit[colour]) return loaded.lit[colour]
      const frames = loaded.acts[act] ?? []
      const at = (performance.now() - since - 500) / 80
      const share = at < 14 ? at : 24 - at // up, a while at the height, and down again
      return frames[Math.min(frames.length - 1, Math.floor(share))] ?? loaded.rest
    }
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const context = canvas.getContext('2d')
    // No two frames of a sensor are one: faint grain, at another place every time.
    const grain = Object.assign(document.createElement('canvas'), { width: 900, height: 700 })
    const pixels = new ImageData(900, 700)
    for (let at = 0; at < pixels.data.length; at++)
      pixels.data[at] = at % 4 === 3 ? 255 : 256 * Math.random()
    grain.getContext('2d')?.putImageData(pixels, 0, 0)
    const draw = () => {
      if (context === null) return
      context.globalAlpha = 1
      context.drawImage(pictureNow(), 0, 0)
      context.globalAlpha = 0.03
      context.drawImage(grain, -260 * Math.random(), -220 * Math.random())
    }
    const real = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices)
    if (real === undefined) return
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (!JSON.stringify(wanted).includes('user')) return real(wanted)
      setInterval(draw, 40)
      return canvas.captureStream()
    }
  }, pictures)
}
