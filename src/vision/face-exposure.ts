import type { Box } from './geometry'
import { type GreyImage, luminance } from './luminance'
import type { FloatImage } from './tensor'

/**
 * How a face is lit, in shares 0..1. `under` and `over`: pixels of the face that are nearly black (grey level 25 or
 * less) or nearly white (247 or more), the levels of ISO/IEC 29794-5. `evenness`: the brightness of the darker cheek as
 * a share of the brighter one's. `eyes`: the brightness around an eye as a share of the cheek's below it, of the eye
 * where that is more. The last two compare the skin of one face with itself, so they do not judge its colour.
 */
export type FaceExposure = { under: number; over: number; evenness: number; eyes: number }

/** The exposure of a face in the picture of ARCFACE_TEMPLATE, 112 x 112. */
export function exposureOf(face: FloatImage): FaceExposure {
  const mean = (box: Box) => meanOf(luminance(face, box))
  const [left, right] = [mean(LEFT_CHEEK), mean(RIGHT_CHEEK)]
  const skin = oval(face)
  const share = (clipped: (level: number) => boolean) => skin.filter(clipped).length / skin.length
  return {
    under: share((level) => level <= NEARLY_BLACK),
    over: share((level) => level >= NEARLY_WHITE),
    evenness: ratio(Math.min(left, right), Math.max(left, right)),
    eyes: Math.max(ratio(mean(LEFT_EYE), left), ratio(mean(RIGHT_EYE), right)),
  }
}

const NEARLY_BLACK = 25
const NEARLY_WHITE = 247

const LEFT_CHEEK: Box = { x: 30, y: 66, width: 16, height: 20 }
const RIGHT_CHEEK: Box = { x: 66, y: 66, width: 16, height: 20 }
const LEFT_EYE: Box = { x: 28, y: 45, width: 22, height: 16 }
const RIGHT_EYE: Box = { x: 62, y: 45, width: 22, height: 16 }

/** From the brows to the chin, without ears and hair: the oval that fills this box. */
const OVAL: Box = { x: 24, y: 34, width: 64, height: 76 }

function oval(face: FloatImage): Float32Array {
  const { width, height, data } = luminance(face, OVAL)
  return data.filter((_, at) => {
    const across = ((at % width) + 0.5) / (width / 2) - 1
    const down = (Math.floor(at / width) + 0.5) / (height / 2) - 1
    return across * across + down * down <= 1
  })
}

function meanOf({ data }: GreyImage): number {
  return data.reduce((sum, level) => sum + level, 0) / data.length
}

/** One brightness as a share of another; 1 where both are black. */
function ratio(part: number, whole: number): number {
  return (part + 1) / (whole + 1)
}
