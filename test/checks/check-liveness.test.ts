import { expect, test } from '@jest/globals'
import { passiveLiveness } from '../../src/checks/check-liveness'
import { createDocumentReader } from '../../src/inference/document-reader'
import { createFaces } from '../../src/inference/faces'
import type { Box, RgbImage } from '../../src/vision/geometry'
import { quadOfBox } from '../../src/vision/quads'

const CARD: Box = { x: 90, y: 80, width: 460, height: 300 }
const FACE: Box = { x: 150, y: 150, width: 110, height: 140 }

/** A picture of a light card, if there is one, on a dark table. */
function pictureOf(card: Box | null): RgbImage {
  const data = new Uint8Array(3 * 640 * 480).fill(60)
  if (card)
    for (let y = card.y; y < card.y + card.height; y++)
      data.fill(210, 3 * (640 * y + card.x), 3 * (640 * y + card.x + card.width))
  return { width: 640, height: 480, data }
}

async function borderOf(image: RgbImage) {
  const point = { x: 0, y: 0 }
  const face = { box: FACE, score: 1, landmarks: [point, point, point, point, point] as const }
  const deps = { faces: createFaces(), documents: createDocumentReader() }
  const { cues } = await passiveLiveness(
    deps,
    image,
    { ...face, landmarks: [...face.landmarks] },
    true,
  )
  return cues.find(({ name }) => name === 'BORDER')
}

test('the edges of a card around a face are told, and where they lie in the picture', async () => {
  const border = await borderOf(pictureOf(CARD))
  expect(border?.raised).toBe(true)
  quadOfBox(CARD).forEach(({ x, y }, corner) => {
    expect(Math.abs((border?.box[corner]?.x ?? 0) - x)).toBeLessThan(6)
    expect(Math.abs((border?.box[corner]?.y ?? 0) - y)).toBeLessThan(6)
  })
})

test('where there is no card none is told of', async () => {
  expect((await borderOf(pictureOf(null)))?.raised).toBe(false)
})
