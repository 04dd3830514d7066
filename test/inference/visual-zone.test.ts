import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { Resvg } from '@resvg/resvg-js'
import sharp from 'sharp'
import { compareFields } from '../../src/documents/compare-fields'
import { parseMrz } from '../../src/documents/mrz/parse-mrz'
import type { MrzReading } from '../../src/documents/reading'
import { createVisualZoneReader, type VisualZoneReader } from '../../src/inference/visual-zone'
import { packageRoot } from '../../src/package-root'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import type { Quad, RgbImage } from '../../src/vision/geometry'

const NOW = new Date('2026-11-24T12:00:00Z')

let reader: VisualZoneReader
beforeAll(() => {
  reader = createVisualZoneReader({ now: () => NOW })
})

async function decode(bytes: Buffer, turns = 0): Promise<RgbImage> {
  const turned = sharp(bytes)
    .removeAlpha()
    .rotate(turns * 90)
  const { data, info } = await turned.raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

async function passport() {
  const { image, truth } = await renderSpecimen({
    format: 'TD3',
    fields: {
      documentCode: 'P',
      issuingState: 'UTO',
      nationality: 'UTO',
      documentNumber: 'L89423516',
      surname: 'Eriksson',
      givenNames: 'Anna Maria',
      birthDate: '1984-08-12',
      sex: 'F',
      expiryDate: '2031-04-15',
    },
    portrait: null,
    seed: 11,
    degrade: 'light',
  })
  return { image, zone: zoneOf(truth.lines, truth.mrzBox) }
}

/** The zone as its own reader would give it: its lines and its box. */
function zoneOf(lines: string[], box: Quad): MrzReading {
  const reading = parseMrz(lines, '2026-11-24')
  if (reading === null) throw new Error('The specimen has no zone.')
  return { ...reading, box }
}

async function valuesOn(image: RgbImage, zone: MrzReading | null) {
  const { fields } = await reader.readVisualZone(image, zone)
  return Object.fromEntries(
    fields.map(({ name, value }) => [name, value.replace(/ /g, '').toUpperCase()]),
  )
}

const PRINTED = {
  SURNAME: 'ERIKSSON',
  GIVEN_NAMES: 'ANNAMARIA',
  DOCUMENT_NUMBER: 'L89423516',
  BIRTH_DATE: '1984-08-12',
  EXPIRY_DATE: '2031-04-15',
}

describe('a photographed passport page', () => {
  test('agrees with its machine-readable zone in every field', async () => {
    const { image, zone } = await passport()
    const { lines, fields } = await reader.readVisualZone(await decode(image), zone)
    const compared = compareFields(fields, zone.fields)
    expect(compared.map(({ field, result }) => `${field} ${result}`)).toEqual(
      expect.arrayContaining(Object.keys(PRINTED).map((name) => `${name} AGREES`)),
    )
    expect(compared.filter(({ result }) => result === 'DIFFERS')).toEqual([])
    expect(lines.some(({ text }) => text.includes('<<'))).toBe(false)
  })

  test.each([0, 1, 2, 3])('is read without its zone, %i quarter turns round', async (turns) => {
    const { image } = await passport()
    expect(await valuesOn(await decode(image, turns), null)).toMatchObject(PRINTED)
  })

  test('gives the place of a value: there, and nowhere else, the value is printed', async () => {
    const { image, zone } = await passport()
    const page = await decode(image)
    const { fields } = await reader.readVisualZone(page, zone)
    const box = fields.find(({ name }) => name === 'DOCUMENT_NUMBER')?.box
    const [topLeft, , bottomRight] = box ?? []
    const left = Math.round(topLeft?.x ?? 0)
    const top = Math.round(topLeft?.y ?? 0)
    const width = Math.round((bottomRight?.x ?? 0) - left)
    const height = Math.round((bottomRight?.y ?? 0) - top)
    const cover = { create: { width, height, channels: 3 as const, background: '#ddd' } }
    const covered = await sharp(image)
      .composite([{ input: cover, left, top }])
      .png()
      .toBuffer()
    expect(await valuesOn(await decode(covered), zone)).not.toHaveProperty('DOCUMENT_NUMBER')
  })
})

/** A card with the lines at their places, 1000 x 630 pixels. */
function card(texts: [text: string, x: number, y: number, size: number][]): Promise<RgbImage> {
  const font = readFileSync(join(packageRoot(), 'assets/fonts/LiberationSans-Regular.ttf'))
  const words = texts.map(
    ([text, x, y, size]) =>
      `<text x="${x}" y="${y}" font-family="Liberation Sans" font-size="${size}" fill="#222">${text}</text>`,
  )
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="630"><rect width="1000" height="630" fill="#e6ece9"/>${words.join('')}</svg>`
  const options = { font: { fontBuffers: [font], loadSystemFonts: false } }
  return decode(Buffer.from(new Resvg(svg, options).render().asPng()))
}

test('a driving licence, which has no zone, is read by its numbers', async () => {
  const image = await card([
    ['DRIVING LICENCE', 380, 70, 40],
    ['1.  BAUER', 360, 140, 30],
    ['2.  JOHANNA', 360, 190, 30],
    ['3.  08.03.1991  LINZ', 360, 240, 30],
    ['4a. 20.06.2019', 360, 290, 30],
    ['4b. 19.06.2034', 360, 340, 30],
    ['5.  19238475', 360, 390, 30],
  ])
  expect(await valuesOn(image, null)).toMatchObject({
    SURNAME: 'BAUER',
    GIVEN_NAMES: 'JOHANNA',
    BIRTH_DATE: '1991-03-08',
    ISSUE_DATE: '2019-06-20',
    EXPIRY_DATE: '2034-06-19',
    DOCUMENT_NUMBER: '19238475',
  })
})

test('an identity card in German is read, and the umlaut agrees with the zone', async () => {
  const image = await card([
    ['PERSONALAUSWEIS', 60, 60, 36],
    ['Name', 360, 120, 18],
    ['MÜLLER', 360, 155, 32],
    ['Vornamen', 360, 200, 18],
    ['ERIKA', 360, 235, 32],
    ['Geburtstag', 360, 280, 18],
    ['12.08.1983', 360, 315, 32],
    ['Gültig bis', 360, 360, 18],
    ['01.08.2031', 360, 395, 32],
  ])
  const { fields } = await reader.readVisualZone(image, null)
  const zone = parseMrz(
    [
      'IDD<<T220001293<<<<<<<<<<<<<<<',
      '8308126<3108011D<<<<<<<<<<<<<4',
      'MUELLER<<ERIKA<<<<<<<<<<<<<<<<',
    ],
    '2026-11-24',
  )
  const compared = compareFields(fields, zone?.fields ?? [])
  expect(compared.filter(({ result }) => result === 'AGREES').map(({ field }) => field)).toEqual(
    expect.arrayContaining(['SURNAME', 'GIVEN_NAMES', 'BIRTH_DATE', 'EXPIRY_DATE']),
  )
})

test('a picture without text gives no lines and no fields', async () => {
  for (const [width, height] of [
    [640, 480],
    [1, 1],
    [3000, 20],
  ] as const) {
    const data = new Uint8Array(width * height * 3).fill(128)
    expect(await reader.readVisualZone({ width, height, data }, null)).toEqual({
      lines: [],
      fields: [],
    })
  }
})
