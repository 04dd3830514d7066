import type { Messages } from '../messages/en'
import type { DocumentMeasure } from './measure-document'

export type Hint = keyof Messages['hint']

/** Limits by which a picture of a document is taken by itself; the server judges in any case, with finer ones. */
const LIMITS = {
  dark: 75,
  burntAll: 0.35,
  faded: 110,
  paper: 238,
  burnt: 0.02,
  narrow: 0.8,
  wide: 1.12,
  motion: 7,
  sharpness: 0.24,
} as const

/** The one thing to say now: what stands most in the way of a good picture. */
export function adviseDocument(measure: DocumentMeasure): Hint {
  const { outline, width, sharpness, motion } = measure
  const bad = adviseLight(measure)
  if (bad !== null) return bad
  if (outline === null) return 'SEARCHING'
  if (width < LIMITS.narrow) return 'CLOSER'
  if (width > LIMITS.wide) return 'FARTHER'
  if (isGlaring(measure)) return 'GLARE'
  if (motion > LIMITS.motion) return 'MOVING'
  if (sharpness !== null && sharpness < LIMITS.sharpness) return 'BLURRED'
  return 'GOOD'
}

function adviseLight({ levels, burnt }: DocumentMeasure): Hint | null {
  if (levels.light < LIMITS.dark) return 'DARK'
  return burnt > LIMITS.burntAll && levels.print > LIMITS.faded ? 'BRIGHT' : null
}

/** Spots are white where the paper around them is not. */
function isGlaring({ levels, burnt }: DocumentMeasure): boolean {
  return burnt > LIMITS.burnt && levels.paper < LIMITS.paper
}

/** Nothing on the picture is brighter than this when a lens is covered. */
const BLACK = 12
export const isBlack = ({ levels }: Pick<DocumentMeasure, 'levels'>) => levels.most < BLACK

/** Of a face without a model: light and stillness. */
export function adviseFace(measure: DocumentMeasure): Hint {
  return adviseLight(measure) ?? (measure.motion > LIMITS.motion ? 'MOVING' : 'FACE')
}
