import sharp from 'sharp'
import { UTOPIA } from '../../src/documents/states'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import { crop } from '../../src/vision/crop'
import { asSharp, photograph } from '../support/photographs'

/** Pictures small enough to be checked in about a second, and what they come out as. */
export type Papers = { document: Buffer; selfie: Buffer; outcome: string }

const OUTCOMES = { SAMPLE101: 'APPROVED', SAMPLE202: 'REJECTED', SAMPLE303: 'IN_REVIEW' }

/** Sandbox specimens: real pictures that go through every check, with a decision known beforehand. */
export async function papers(): Promise<Papers[]> {
  const portrait = crop(await photograph(3), { x: 980, y: 110, width: 400, height: 500 })
  const selfie = await asSharp(portrait).resize(240).jpeg().toBuffer()
  const made: Papers[] = []
  for (const [documentNumber, outcome] of Object.entries(OUTCOMES)) {
    const fields = {
      documentCode: 'P',
      issuingState: UTOPIA,
      nationality: UTOPIA,
      documentNumber,
      surname: 'SPECIMEN',
      givenNames: 'ANNA',
      birthDate: '1994-08-12',
      sex: 'F',
      expiryDate: '2036-04-15',
    } as const
    const page = { format: 'TD3', fields, portrait, seed: 7, degrade: 'none' } as const
    const { image } = await renderSpecimen(page)
    const document = await sharp(image).resize(800).jpeg().toBuffer()
    made.push({ document, selfie, outcome })
  }
  return made
}
