import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { lookForFaces } from '../../src/inference/face-detection'
import { meshAt } from '../../src/inference/face-mesh'
import { measureFrame } from '../../src/inference/live-frames'
import type { Step } from '../../src/liveness/challenge'
import type { Burst } from '../../src/liveness/frame-measure'
import { mainFirst } from '../../src/vision/detections'
import type { RgbImage } from '../../src/vision/geometry'
import { lightOf, litBy, seeded, withNoise } from './camera'
import { type Act, type Puppet, puppet, show } from './turned-face'

/** Photographs of groups (MIT), a development dependency; faces of two women that look about into the camera. */
const PHOTOS = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo')

export const PEOPLE = {
  anna: { file: 'sample6.jpg', left: 43, top: 378 },
  berta: { file: 'sample5.jpg', left: 144, top: 787 },
} as const

/** One of them as a puppet, in a picture of 640 x 480. */
export async function person(name: keyof typeof PEOPLE): Promise<Puppet> {
  const { file, left, top } = PEOPLE[name]
  const { data, info } = await sharp(join(PHOTOS, file))
    .extract({ left, top, width: 640, height: 480 })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const photo: RgbImage = { width: info.width, height: info.height, data: new Uint8Array(data) }
  for await (const { detections } of lookForFaces(photo)) {
    const main = mainFirst(detections, photo)[0]
    if (main !== undefined) return puppet(photo, (await meshAt(photo, main.box, 0)).points)
  }
  throw new Error(`There is no face in ${file}.`)
}

/** What a person does in a step, frame by frame at ten frames a second. */
export function actsOf(step: Step): Act[] {
  const rise = [0, 0, 0, 0.2, 0.45, 0.7, 0.9, 1, 1, 0.8]
  switch (step.kind) {
    case 'TURN_LEFT':
      return rise.map((share) => ({ yaw: 26 * share }))
    case 'TURN_RIGHT':
      return rise.map((share) => ({ yaw: -26 * share }))
    case 'LOOK_UP':
      return rise.map((share) => ({ pitch: 20 * share }))
    case 'OPEN_MOUTH':
      return rise.map((mouth) => ({ mouth }))
    case 'BLINK':
      return [0, 0, 0, 0, 0.5, 1, 1, 0.4, 0, 0].map((lids) => ({ lids }))
    case 'COLOURS':
      return step.colours.flatMap(() => [{}, {}])
  }
}

/** Light of the screen on the face, as a share of the room's. */
const SCREEN = 0.08

/** The frames of a person that does what the step asks for: the head sways a little, and the sensor is noisy. */
export function filmStep(doll: Puppet, step: Step, seed: number): Film {
  const random = seeded(seed)
  const sway = () => 0.8 * (random() - 0.5)
  return actsOf(step).map((act, at) => {
    const swayed = {
      ...act,
      yaw: (act.yaw ?? 0) + sway(),
      pitch: (act.pitch ?? 0) + sway(),
      roll: sway(),
    }
    const seen = show(doll, swayed)
    const interval = step.kind === 'COLOURS' ? step.colourMs / 2 : 100
    const colour = step.kind === 'COLOURS' ? step.colours[Math.floor(at / 2)] : undefined
    const lit =
      colour === undefined
        ? seen
        : litBy(seen, lightOf(colour, SCREEN), doll.fit.to, 18 * doll.fit.scale)
    const atMs = Math.round(interval * (at + 0.6) + 6 * random())
    return { atMs, image: withNoise(lit, 1.5, random) }
  })
}

/** Frames before they are measured. */
export type Film = { atMs: number; image: RgbImage }[]

/** What the networks see in the frames. */
export async function measured(film: Film): Promise<Burst> {
  const burst: Burst = []
  for (const { atMs, image } of film) burst.push({ atMs, measure: await measureFrame(image) })
  return burst
}
