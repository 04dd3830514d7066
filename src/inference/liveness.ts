import { livenessSquare } from '../vision/face-geometry'
import type { Box, RgbImage } from '../vision/geometry'
import { type PixelFormat, softmax, toTensor } from '../vision/tensor'
import { viewOf } from '../vision/transform'
import { warp } from '../vision/warp'
import { openModel } from './models'

/**
 * The model's probability 0..1 that a face was filmed live rather than from paper or a screen. It sees traces of
 * recapture only: not masks, not injected images. A weak signal, never the only gate.
 */
export async function passiveLiveness(image: RgbImage, box: Box): Promise<number> {
  const model = await openModel('face-liveness')
  const { x, y, width } = livenessSquare(box, image, MARGIN)
  const centre = { x: x + (width - 1) / 2, y: y + (width - 1) / 2 }
  const view = viewOf(centre, width / SIDE, 0, SIDE, SIDE)
  const input = toTensor([warp(image, view, SIDE, SIDE, 'nearest')], FORMAT)
  const { output } = await model.run({ input })
  if (output === undefined) throw new Error('face-liveness lacks its output.')
  return softmax(output.data)[LIVE] ?? 0
}

const SIDE = 128
const MARGIN = 1.5
const LIVE = 0
const FORMAT: PixelFormat = { order: 'BGR', mean: 0, std: 1 }
