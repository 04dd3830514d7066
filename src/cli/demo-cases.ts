import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MrzFields } from '../documents/mrz/build-mrz'
import { UTOPIA } from '../documents/states'
import { createImages } from '../inference/images'
import { packageRoot } from '../package-root'
import { renderSpecimen } from '../specimens/render-specimen'
import { crop } from '../vision/crop'
import type { Box, RgbImage } from '../vision/geometry'
import { viewOf } from '../vision/transform'
import { warp } from '../vision/warp'
import { CliError } from './cli-error'

const images = createImages()

export type DemoCase = {
  name: string
  title: string
  document: Uint8Array
  selfie: Uint8Array
  expected: { approved: boolean; reason?: { code: string; field?: string }; summary: string }
}

/** Part of a photograph, and by how many degrees (clockwise as seen) the camera is turned, so that a head is upright. */
export type Crop = Box & { sample: number; turn?: number }

// Photographs of @vladmandic/face-api (MIT, a development dependency): the first two show the same woman.
export const PORTRAIT: Crop = { sample: 3, x: 980, y: 110, width: 400, height: 500 }
export const SELFIE: Crop = { sample: 1, x: 1310, y: 130, width: 500, height: 500, turn: 30 }
export const STRANGER: Crop = { sample: 6, x: 1390, y: 130, width: 480, height: 480 }

const SEED = 7

/** The three cases of the demo: a rendered specimen of the fictitious state Utopia, and real photographs of faces. */
export async function demoCases(today: Date): Promise<DemoCase[]> {
  const portrait = await photograph(PORTRAIT)
  const fields = holder(today)
  const passport = { format: 'TD3', fields, portrait, seed: SEED, degrade: 'phone' } as const
  const genuine = await renderSpecimen(passport)
  const edited = await renderSpecimen({ ...passport, edit: { documentNumber: 'L89890236' } })
  const selfie = await photograph(SELFIE)
  return [
    {
      name: 'genuine',
      title:
        'A genuine applicant: passport and selfie of the same woman, two different photographs',
      document: genuine.image,
      selfie,
      expected: { approved: true, summary: 'APPROVED' },
    },
    {
      name: 'stranger',
      title: 'The same passport with the selfie of somebody else',
      document: genuine.image,
      selfie: await photograph(STRANGER),
      expected: {
        approved: false,
        reason: { code: 'FACE_MISMATCH' },
        summary: 'not approved, because of FACE_MISMATCH',
      },
    },
    {
      name: 'edited',
      title: 'A passport whose number was edited after its check digit was computed',
      document: edited.image,
      selfie,
      expected: {
        approved: false,
        reason: { code: 'MRZ_CHECK_DIGIT_MISMATCH', field: 'DOCUMENT_NUMBER' },
        summary: 'not approved, because the check digit of the DOCUMENT_NUMBER is wrong',
      },
    },
  ]
}

function holder(today: Date): MrzFields {
  return {
    documentCode: 'P',
    issuingState: UTOPIA,
    nationality: UTOPIA,
    documentNumber: 'L89890286',
    surname: 'LINDQVIST',
    givenNames: 'ASTRID ELEONORA',
    birthDate: '1994-08-12',
    sex: 'F',
    expiryDate: `${today.getUTCFullYear() + 6}-04-15`,
  }
}

/** @throws CliError when the package with the photographs is not installed */
export async function photograph({ sample, turn = 0, ...area }: Crop): Promise<Buffer> {
  const file = join(
    packageRoot(),
    'node_modules',
    '@vladmandic',
    'face-api',
    'demo',
    `sample${sample}.jpg`,
  )
  if (!existsSync(file))
    throw new CliError(
      'The photographs of faces are in a development dependency; run: npm ci --include=dev',
    )
  const image = await images.decode(readFileSync(file))
  const part = turn === 0 ? crop(image, area) : turned(image, area, turn)
  return Buffer.from(await images.encode(part))
}

function turned(image: RgbImage, { x, y, width, height }: Box, degrees: number): RgbImage {
  const centre = { x: x + width / 2, y: y + height / 2 }
  const view = viewOf(centre, 1, (degrees * Math.PI) / 180, width, height)
  const { data } = warp(image, view, width, height, 'nearest')
  return { width, height, data: Uint8Array.from(data, Math.round) }
}
