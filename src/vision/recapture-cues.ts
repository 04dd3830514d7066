import type { Box, Quad, RgbImage } from './geometry'
import { histogramOf, luminance, median, percentile, withinImage } from './luminance'
import { quadOfBox } from './quads'
import { lightOn } from './region-light'
import { peakOverRing } from './spectrum'

export const RECAPTURE_CUES = ['MOIRE', 'BORDER', 'GAMUT', 'SPECULAR'] as const
export type RecaptureCueName = (typeof RECAPTURE_CUES)[number]

/** A trace that paper and screens leave: what was measured, from where on it is raised, and where it was seen. */
export type RecaptureCue = {
  name: RecaptureCueName
  value: number
  limit: number
  unit: string
  raised: boolean
  box: Quad
}

/**
 * A raster of a screen, or of print, that beats with the sensor's: the strongest fine pattern over the usual ones, median of
 * three patches on the face. Of 200 faces of LFW behind a simulated sensor none came near 9; nearly all simulated screens and
 * prints are beyond (docs/liveness-passive.md). Null when the face is too small to hold a patch.
 */
export function moireCue(image: RgbImage, face: Box): RecaptureCue | null {
  const patches = PLACES.map(([across, down]) => patchAt(image, face, across, down))
  if (Math.min(face.width, face.height) < PATCH_PX || patches.some((patch) => patch === null))
    return null
  const value = median(
    patches.map((patch) => (patch ? peakOverRing(luminance(image, patch)) : Number.NaN)),
  )
  const box = quadOfBox(face)
  return { name: 'MOIRE', value, limit: MOIRE, unit: 'x', raised: value >= MOIRE, box }
}

const MOIRE = 9

/** Cheeks and forehead are smooth: what repeats there is not the person. */
const PLACES = [
  [0.3, 0.55],
  [0.7, 0.55],
  [0.5, 0.25],
] as const

const PATCH_PX = 64

function patchAt(image: RgbImage, face: Box, across: number, down: number): Box | null {
  const x = Math.round(face.x + across * face.width - PATCH_PX / 2)
  const y = Math.round(face.y + down * face.height - PATCH_PX / 2)
  const inside = x >= 0 && y >= 0 && x + PATCH_PX <= image.width && y + PATCH_PX <= image.height
  return inside ? { x, y, width: PATCH_PX, height: PATCH_PX } : null
}

/**
 * Black that is grey: ink and glowing screens have none, and nor has a face in haze or flat light. The darkest hundredth of
 * the face as a grey level. It overlaps too far to weigh: it is shown, and decides nothing.
 */
export function gamutCue(image: RgbImage, face: Box): RecaptureCue {
  const value = percentile(histogramOf(luminance(image, withinImage(image, face)).data), 0.01)
  const box = quadOfBox(face)
  return { name: 'GAMUT', value, limit: BLACK, unit: 'grey levels', raised: value >= BLACK, box }
}

const BLACK = 60

/**
 * One white spot, in which the sensor sees no more, as a lamp or a window leaves on glossy paper or glass: its share of the
 * face without its rim. Spectacles and wet skin have such spots as well: it is shown, and decides nothing. Null when the face
 * lies outside the image.
 */
export function specularCue(image: RgbImage, face: Box): RecaptureCue | null {
  const box = quadOfBox({
    x: face.x + RIM * face.width,
    y: face.y + RIM * face.height,
    width: (1 - 2 * RIM) * face.width,
    height: (1 - 2 * RIM) * face.height,
  })
  const light = lightOn(image, box)
  if (light === null) return null
  const value = 100 * light.whitePatch
  return { name: 'SPECULAR', value, limit: SPOT, unit: '%', raised: value >= SPOT, box }
}

/** Hair and what is behind the person begin here, as a share of the face's box. */
const RIM = 0.15

/** Of 342 photographs of LFW none had more than 0.7. */
const SPOT = 1

/**
 * The edges of a card, a sheet or a screen around the face; `quad` is null when none were found. Windows, doors and pictures
 * behind a person make such edges as well: it is shown, and decides nothing.
 */
export function borderCue(quad: Quad | null, face: Box): RecaptureCue {
  const sides = quad === null ? 0 : 4
  const box = quad ?? quadOfBox(face)
  return { name: 'BORDER', value: sides, limit: 4, unit: 'sides', raised: quad !== null, box }
}

/** Cues that move the result. */
const WEIGHING: readonly RecaptureCueName[] = ['MOIRE']

/** With a cue that weighs the face is at most so likely live: a person looks, whatever the network says. */
const AT_MOST = 0.3

/**
 * The probability 0..1 that a face is live: the network's, averaged over frames, and no more than AT_MOST when a cue that
 * weighs is raised in most of them. Null without frames.
 */
export function fuseLiveness(
  network: readonly number[],
  cues: readonly (readonly RecaptureCue[])[],
): number | null {
  if (network.length === 0) return null
  const mean = network.reduce((sum, score) => sum + score, 0) / network.length
  return raisedInMost(cues).some(({ name }) => WEIGHING.includes(name))
    ? Math.min(mean, AT_MOST)
    : mean
}

/** Of each cue the first raised one, where it is raised in more than half of the frames that have it. */
export function raisedInMost(cues: readonly (readonly RecaptureCue[])[]): RecaptureCue[] {
  const all = cues.flat()
  return RECAPTURE_CUES.flatMap((name) => {
    const ofName = all.filter((cue) => cue.name === name)
    const raised = ofName.filter((cue) => cue.raised)
    return 2 * raised.length > ofName.length ? raised.slice(0, 1) : []
  })
}
