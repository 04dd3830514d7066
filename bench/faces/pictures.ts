import { PORTRAIT, photograph } from '../../src/cli/demo-cases'
import { createRandom } from '../../src/specimens/random'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import { inventPerson } from '../../src/specimens/specimen-person'
import type { FaceQuestion } from './contestant'

const SEED = 7

/** The woman of PORTRAIT in another photograph, the camera turned so that she holds her head upright: 640 x 480. */
const SELFIE = { sample: 1, x: 1240, y: 160, width: 640, height: 480, turn: 30 }

/**
 * A card of Utopia on a desk, photographed at 1600 x 1200, with a real portrait, and a real selfie of the same woman.
 * `today` is YYYY-MM-DD.
 */
export async function facePictures(today: string): Promise<FaceQuestion> {
  const portrait = await photograph(PORTRAIT)
  const fields = inventPerson('TD1', createRandom(SEED), today)
  const card = { format: 'TD1', fields, portrait, seed: SEED, degrade: 'phone' } as const
  const { image } = await renderSpecimen(card)
  return { document: image, selfie: await photograph(SELFIE) }
}
