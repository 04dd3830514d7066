import { createImages } from '../../src/inference/images'
import { type Degradation, renderSpecimen } from '../../src/specimens/render-specimen'
import type { Puppet } from './turned-face'

const HOLDER = {
  documentCode: 'P',
  issuingState: 'UTO',
  nationality: 'UTO',
  documentNumber: 'L89890286',
  surname: 'LINDQVIST',
  givenNames: 'ANNA MARIA',
  birthDate: '1994-08-12',
  sex: 'F',
  expiryDate: '2031-04-15',
} as const

/** The data page of a passport with this person's portrait; `none`: flat, as it is printed. */
export async function passportOf(
  { photo }: Puppet,
  degrade: Degradation = 'none',
): Promise<Buffer> {
  const portrait = Buffer.from(await createImages().encode(photo))
  const request = { format: 'TD3', fields: HOLDER, portrait, seed: 3, degrade } as const
  return (await renderSpecimen(request)).image
}
