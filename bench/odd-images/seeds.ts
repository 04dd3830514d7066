import sharp from 'sharp'
import { inventLicence } from '../../src/specimens/aamva-person'
import { renderLicence } from '../../src/specimens/aamva-specimen'
import { createRandom } from '../../src/specimens/random'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import { inventPerson } from '../../src/specimens/specimen-person'

/** Good files to be spoilt. All are made here: nobody's photo is among them. */
export type Seeds = {
  /** Small photos in every accepted format and coding: a mutant of one that survives is read quickly. */
  small: Buffer[]
  /** Photographs of made-up documents, as JPEGs: TD1, TD2, TD3 and the back of a licence. */
  documents: Buffer[]
}

const TODAY = '2026-01-01'

/** Equal on every call on one machine; takes about two seconds. */
export async function makeSeeds(): Promise<Seeds> {
  const documents: Buffer[] = []
  for (const format of ['TD1', 'TD2', 'TD3'] as const) {
    const fields = inventPerson(format, createRandom(1), TODAY)
    const request = { format, fields, portrait: null, seed: 1, degrade: 'light' as const }
    documents.push((await renderSpecimen(request)).image)
  }
  const licence = inventLicence(createRandom(1), TODAY)
  const back = {
    licence,
    side: 'back' as const,
    portrait: null,
    seed: 1,
    degrade: 'light' as const,
  }
  documents.push((await renderLicence(back)).image)
  return { small: await smallPhotos(documents[2] ?? Buffer.alloc(0)), documents }
}

async function smallPhotos(document: Buffer): Promise<Buffer[]> {
  const small = () => sharp(document).resize(240, 180)
  return Promise.all([
    small().jpeg({ quality: 80 }).toBuffer(),
    small().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    small().toColourspace('cmyk').jpeg().toBuffer(),
    small().png().toBuffer(),
    small().png({ progressive: true, palette: true, colours: 16 }).toBuffer(),
    small().toColourspace('rgb16').png().toBuffer(),
    small().webp({ quality: 70 }).toBuffer(),
    small().webp({ lossless: true }).toBuffer(),
  ])
}
