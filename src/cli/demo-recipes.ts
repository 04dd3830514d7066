import type { ReasonCode } from '../decision/reasons'
import type { Licence } from '../documents/barcode/build-aamva'
import type { MrzFields } from '../documents/mrz/build-mrz'
import { createImages } from '../inference/images'
import { MOST_ATTEMPTS } from '../sessions/attempts'
import { inventLicence } from '../specimens/aamva-person'
import { renderLicence } from '../specimens/aamva-specimen'
import { createRandom } from '../specimens/random'
import { photographScreen } from '../specimens/recapture'
import { type Degradation, renderSpecimen } from '../specimens/render-specimen'
import type { SpecimenFormat } from '../specimens/specimen-layout'
import { inventPerson } from '../specimens/specimen-person'
import { develop } from '../specimens/specimen-pixels'
import { shrink } from '../vision/shrink'
import { type Crop, PORTRAIT, photograph, SELFIE, STRANGER } from './demo-cases'

/** The files that an applicant sends. */
type Shown = { front: Uint8Array; back?: Uint8Array; selfie: Uint8Array }

/** `reason`: one of those for which a person has to look; null: nothing is wrong. `email`: told for the risk of links. `tries`: how often it is sent. */
export type Recipe = {
  title: string
  reason: ReasonCode | null
  email?: string
  tries?: number
  show(day: string): Promise<Shown>
}

/** The one in the portrait, and the woman at her side. */
const TOGETHER: Crop = { sample: 3, x: 480, y: 60, width: 940, height: 640 }
/** From further away. */
const FAR: Crop = { sample: 1, x: 1240, y: 0, width: 680, height: 1000 }

const SHARED_EMAIL = 'ring@applicants.example'

/** Who came before, and whom nothing was held against. */
export const EARLIER = {
  honest: earlier({ seed: 120 }),
  /** Turned out to be fraud later. */
  fraud: { ...earlier({ seed: 121 }), email: SHARED_EMAIL },
}

/** Applicants whom the checks leave to a person, nearly each for another reason. */
export const RECIPES: Recipe[] = [
  {
    title: 'the selfie of somebody else',
    reason: 'FACE_MISMATCH',
    show: shows(printed({ seed: 100 }), () => photograph(STRANGER)),
  },
  {
    title: 'a number that was edited',
    reason: 'MRZ_CHECK_DIGIT_MISMATCH',
    show: shows(printed({ seed: 101, degrade: 'light', edited: true })),
  },
  {
    title: 'an expired card',
    reason: 'DOCUMENT_EXPIRED',
    show: shows(printed({ seed: 102, format: 'TD2', degrade: 'light', expired: true })),
  },
  {
    title: 'a photograph out of focus',
    reason: 'IMAGE_BLURRED',
    show: shows((day) => outOfFocus(printed({ seed: 103, degrade: 'hard' })(day))),
  },
  {
    title: 'a selfie taken of a screen',
    reason: 'RECAPTURE_MOIRE',
    show: shows(printed({ seed: 104, format: 'TD1', degrade: 'light' }), () =>
      ofScreen(photograph(SELFIE), 480),
    ),
  },
  {
    title: 'a document taken of a screen',
    reason: 'TAMPER_SUSPECTED',
    show: shows((day) => ofScreen(printed({ seed: 105, degrade: 'none' })(day), 1200)),
  },
  {
    title: 'a licence whose back was never sent',
    reason: 'ATTEMPTS_EXHAUSTED',
    tries: MOST_ATTEMPTS,
    show: async (day) => ({
      front: await licenceSide({ seed: 106 }, 'front', day),
      selfie: await photograph(SELFIE),
    }),
  },
  {
    title: 'a licence of two minds',
    reason: 'FIELD_MISMATCH',
    show: async (day) => ({
      front: await licenceSide({ seed: 107, edited: true }, 'front', day),
      back: await licenceSide({ seed: 107 }, 'back', day),
      selfie: await photograph(SELFIE),
    }),
  },
  {
    title: 'two people in the selfie',
    reason: 'SELFIE_SEVERAL_FACES',
    show: shows(printed({ seed: 108, format: 'TD2', degrade: 'light' }), () =>
      photograph(TOGETHER),
    ),
  },
  {
    title: 'a face far away',
    reason: 'SELFIE_TOO_SMALL',
    show: shows(printed({ seed: 109, degrade: 'light' }), () => halved(photograph(FAR))),
  },
  {
    title: 'a passport that somebody else came with before',
    reason: 'RISK_DOCUMENT_REUSED',
    show: shows(printed({ seed: 120, degrade: 'light' })),
  },
  {
    title: 'the e-mail address of known fraud',
    reason: 'RISK_CONNECTED',
    email: SHARED_EMAIL,
    show: shows(printed({ seed: 111, format: 'TD1', degrade: 'light' })),
  },
]

function earlier(print: Print): Recipe {
  return { title: 'nothing wrong', reason: null, show: shows(printed(print)) }
}

type Drawn = (day: string) => Promise<Uint8Array>

function shows(front: Drawn, selfie: () => Promise<Uint8Array> = () => photograph(SELFIE)) {
  return async (day: string) => ({ front: await front(day), selfie: await selfie() })
}

/** `seed`: whose it is. `edited`: the number printed is another than the one the check digits are of. */
type Print = {
  seed: number
  format?: SpecimenFormat
  degrade?: Degradation
  edited?: boolean
  expired?: boolean
}

function printed({
  seed,
  format = 'TD3',
  degrade = 'phone',
  edited = false,
  expired = false,
}: Print): Drawn {
  return async (day) => {
    const person = inventPerson(format, createRandom(seed), day)
    const fields = expired ? { ...person, expiryDate: yearsBefore(day, 2) } : person
    const request = { format, fields, portrait: await photograph(PORTRAIT), seed, degrade }
    const { image } = await renderSpecimen({
      ...request,
      ...(edited && { edit: otherNumber(fields) }),
    })
    return image
  }
}

async function licenceSide(
  { seed, edited = false }: Print,
  side: 'front' | 'back',
  day: string,
): Promise<Uint8Array> {
  const licence = inventLicence(createRandom(seed), day)
  const portrait = await photograph(PORTRAIT)
  const { image } = await renderLicence({
    ...{ licence, side, portrait, seed, degrade: 'light' },
    ...(edited && { edit: otherNumber(licence) }),
  })
  return image
}

function otherNumber({ documentNumber: number }: Pick<MrzFields | Licence, 'documentNumber'>) {
  return { documentNumber: `${number.slice(0, -1)}${(Number(number.at(-1)) + 3) % 10}` }
}

function yearsBefore(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) - years}-03-01`
}

const images = createImages()

async function halved(picture: Promise<Uint8Array>): Promise<Uint8Array> {
  const pixels = await images.decode(await picture)
  return images.encode(shrink(pixels, { x: 0, y: 0, ...pixels }, 2))
}

async function outOfFocus(picture: Promise<Uint8Array>): Promise<Uint8Array> {
  const trouble = { blurPx: 2.2, noise: 0, quality: 60 }
  return develop(await images.decode(await picture), trouble, createRandom(1))
}

/** The picture on a screen, photographed so many pixels wide. */
async function ofScreen(picture: Promise<Uint8Array>, width: number): Promise<Uint8Array> {
  const pixels = await images.decode(await picture)
  const height = Math.round((width * pixels.height) / pixels.width)
  return images.encode(photographScreen(pixels, { width, height, noise: 2 }, createRandom(1)))
}
