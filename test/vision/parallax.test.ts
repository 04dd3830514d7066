import { beforeAll, expect, test } from '@jest/globals'
import { meshAt } from '../../src/inference/face-mesh'
import { type FacePatch, facePatch } from '../../src/vision/face-patch'
import type { RgbImage } from '../../src/vision/geometry'
import { headPose } from '../../src/vision/head-pose'
import { parallaxShare } from '../../src/vision/parallax'
import { boundingBox } from '../../src/vision/transform'
import { seeded, tiltedPrint, withNoise } from '../support/camera'
import { frameMeasure } from '../support/frame-measure'
import { person } from '../support/live-burst'
import { type Puppet, show } from '../support/turned-face'

let dolls: Puppet[]

beforeAll(async () => {
  dolls = [await person('anna'), await person('berta')]
})

async function patchOf({ mesh }: Puppet, image: RgbImage): Promise<FacePatch> {
  const { points } = await meshAt(image, boundingBox(mesh), 0)
  return facePatch(image, points, headPose(points).roll)
}

test('a head that turns shows the parallax of a solid head', async () => {
  for (const doll of dolls)
    for (const yaw of [-20, 18]) {
      const share = parallaxShare(
        await patchOf(doll, doll.photo),
        await patchOf(doll, show(doll, { yaw })),
      )
      expect(share).toBeGreaterThan(0.5)
      expect(share).toBeLessThan(2)
    }
})

test('a flat picture that is tilted shows none, though the mesh sees it turn', async () => {
  for (const doll of dolls)
    for (const yaw of [-45, 50]) {
      const tilted = tiltedPrint(doll.photo, yaw, 0.7)
      const before = await patchOf(doll, doll.photo)
      const after = await patchOf(doll, tilted)
      const turn = headPose(after.points).yaw - headPose(before.points).yaw
      expect(Math.abs(turn)).toBeGreaterThan(4)
      expect(parallaxShare(before, after)).toBeLessThan(0.4)
    }
})

test('noise on a flat picture makes it no more solid', async () => {
  const random = seeded(1)
  const [, berta] = dolls
  if (berta === undefined) throw new Error('There are two.')
  const tilted = withNoise(tiltedPrint(berta.photo, -45, 0.7), 12, random)
  const share = parallaxShare(await patchOf(berta, berta.photo), await patchOf(berta, tilted))
  expect(share).toBeLessThan(0.4)
})

test('blank pictures cannot be brought together', () => {
  const { patch } = frameMeasure()
  expect(parallaxShare(patch, patch)).toBeNull()
})

test('meshes of which all landmarks are one point cannot either', () => {
  const { patch } = frameMeasure()
  const collapsed = { ...patch, points: patch.points.map(() => ({ x: 50, y: 50, z: 0 })) }
  expect(parallaxShare(collapsed, patch)).toBeNull()
})
