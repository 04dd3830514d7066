import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import type { RgbImage } from '../../src/vision/geometry'
import { asSharp } from './photographs'

const SIZE = { width: 1920, height: 1080 }
/** Chromium plays 30 frames a second, over and over. */
const FRAMES = 15
const DESK = { r: 74, g: 62, b: 54 }

/**
 * A camera for Chromium that shows a film of ours (Motion JPEG): another one can be put in at any time, and is shown when the
 * camera is opened the next time.
 */
export function fakeCamera(size = SIZE) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-camera-'))
  const file = join(folder, 'film.mjpeg')
  const show = async (picture: sharp.Sharp) => {
    const frames = await Promise.all(Array.from({ length: FRAMES }, (_, at) => frame(picture, at)))
    writeFileSync(`${file}.new`, Buffer.concat(frames))
    renameSync(`${file}.new`, file)
  }
  return {
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${file}`,
    ],
    /** A page that lies on a desk, `share` of the picture's width wide. */
    async showDocument(page: Buffer, share = 0.64) {
      const width = Math.round(share * size.width)
      const laid = await sharp(page).resize({ width }).toBuffer()
      await show(onDesk(size, laid))
    },
    /** A face before the camera, all of the photograph in view. */
    async showFace(photo: RgbImage) {
      const wall = asSharp(photo)
        .resize({ ...size, fit: 'fill' })
        .blur(60)
      const whole = await asSharp(photo)
        .resize({ ...size, fit: 'inside' })
        .png()
        .toBuffer()
      await show(wall.composite([{ input: whole, gravity: 'centre' }]))
    },
    async showBlack() {
      await show(sharp({ create: { ...size, channels: 3, background: 'black' } }))
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function onDesk(size: typeof SIZE, page: Buffer): sharp.Sharp {
  const desk = sharp({ create: { ...size, channels: 3, background: DESK } })
  return desk.composite([{ input: page, gravity: 'centre' }]).linear(0.9, 0)
}

/** With a sensor's noise, so that no two frames are one; 4:2:0, for Chromium shows anything else as green. */
async function frame(picture: sharp.Sharp, at: number): Promise<Buffer> {
  const bytes = await picture.clone().png({ compressionLevel: 0 }).toBuffer()
  const brightness = 1 + 0.002 * (at % 3)
  return sharp(bytes)
    .modulate({ brightness })
    .jpeg({ quality: 92, chromaSubsampling: '4:2:0' })
    .toBuffer()
}
