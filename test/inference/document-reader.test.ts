import { beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import type { DocumentReader } from '../../src/deps'
import { allChecksValid } from '../../src/documents/mrz/parse-mrz'
import { createDocumentReader } from '../../src/inference/document-reader'
import { openCv } from '../../src/inference/opencv'
import { renderSpecimen, type SpecimenRequest } from '../../src/specimens/render-specimen'
import type { Point, RgbImage } from '../../src/vision/geometry'

const FIELDS: SpecimenRequest['fields'] = {
  documentCode: 'P',
  issuingState: 'UTO',
  nationality: 'UTO',
  documentNumber: 'L89423516',
  surname: 'Eriksson',
  givenNames: 'Anna Maria',
  birthDate: '1984-08-12',
  sex: 'F',
  expiryDate: '2031-04-15',
}

const passport: SpecimenRequest = {
  format: 'TD3',
  fields: FIELDS,
  portrait: null,
  seed: 11,
  degrade: 'light',
}

async function decode(bytes: Buffer, turns = 0): Promise<RgbImage> {
  const turned = sharp(bytes).rotate(turns * 90)
  const { data, info } = await turned.raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

function distance(a: Point | undefined, b: Point | undefined): number {
  return Math.hypot((a?.x ?? 1e9) - (b?.x ?? 0), (a?.y ?? 1e9) - (b?.y ?? 0))
}

let reader: DocumentReader
const handlersBefore = lastResortHandlers()
beforeAll(() => {
  reader = createDocumentReader()
})

describe('a photographed passport page', () => {
  test('is read to the letter, with every check digit valid and nothing repaired', async () => {
    const { image, truth } = await renderSpecimen(passport)
    const reading = await reader.readMrz(await decode(image))
    expect(reading?.lines).toEqual(truth.lines)
    expect(reading?.repaired).toBe(false)
    expect(reading && allChecksValid(reading)).toBe(true)
    const values = Object.fromEntries(reading?.fields.map(({ name, value }) => [name, value]) ?? [])
    expect(values).toMatchObject({
      SURNAME: 'ERIKSSON',
      GIVEN_NAMES: 'ANNA MARIA',
      BIRTH_DATE: '1984-08-12',
    })
  })

  test('gives the place of the zone and of each field in pixels of the image', async () => {
    const { image, truth } = await renderSpecimen(passport)
    const reading = await reader.readMrz(await decode(image))
    for (const [i, corner] of truth.mrzBox.entries())
      expect(distance(reading?.box?.[i], corner)).toBeLessThan(40)
    const number = reading?.fields.find(({ name }) => name === 'DOCUMENT_NUMBER')?.box
    const [, , bottomRight, bottomLeft] = truth.mrzBox
    const share = { x: bottomLeft.x + ((bottomRight.x - bottomLeft.x) * 9) / 44, y: bottomLeft.y }
    expect(Math.abs((number?.[2]?.x ?? 0) - share.x)).toBeLessThan(25)
    expect(Math.abs((number?.[0]?.x ?? 0) - bottomLeft.x)).toBeLessThan(25)
  })

  test('is read upside down, and its place still fits', async () => {
    const { image, truth } = await renderSpecimen(passport)
    const turned = await decode(image, 2)
    const reading = await reader.readMrz(turned)
    expect(reading?.lines).toEqual(truth.lines)
    const corner = { x: turned.width - truth.mrzBox[0].x, y: turned.height - truth.mrzBox[0].y }
    expect(distance(reading?.box?.[0], corner)).toBeLessThan(40)
  })

  test('whose number was edited fails the check digit: the reader does not mend a forgery', async () => {
    const edit = { documentNumber: 'L89423576' }
    const { image, truth } = await renderSpecimen({ ...passport, edit })
    const reading = await reader.readMrz(await decode(image))
    expect(reading?.lines).toEqual(truth.lines)
    expect(reading?.checkDigits.filter(({ valid }) => !valid).map(({ field }) => field)).toEqual([
      'DOCUMENT_NUMBER',
      'COMPOSITE',
    ])
    const number = reading?.fields.find(({ name }) => name === 'DOCUMENT_NUMBER')
    expect(number).toMatchObject({ value: 'L89423576', uncertain: true })
  })
})

test('an identity card of three lines is read', async () => {
  const fields = { ...FIELDS, documentCode: 'I' }
  const { image, truth } = await renderSpecimen({
    ...passport,
    format: 'TD1',
    fields,
    degrade: 'phone',
    seed: 3,
  })
  const reading = await reader.readMrz(await decode(image))
  expect(reading?.format).toBe('TD1')
  expect(reading && allChecksValid(reading)).toBe(true)
  expect(reading?.lines[1]).toBe(truth.lines[1])
})

describe('a picture without a zone', () => {
  const grey = (width: number, height: number) => ({
    width,
    height,
    data: new Uint8Array(width * height * 3).fill(128),
  })

  test('gives null', async () => {
    expect(await reader.readMrz(grey(640, 480))).toBeNull()
    expect(await reader.readMrz(grey(1, 1))).toBeNull()
  })

  test('stops once so many lines were put together', async () => {
    const impatient = createDocumentReader({ mostPairs: 1 })
    const { image, truth } = await renderSpecimen({ ...passport, degrade: 'none' })
    const upsideDown = await decode(image, 2)
    expect((await reader.readMrz(upsideDown))?.lines).toEqual(truth.lines)
    expect((await impatient.readMrz(upsideDown))?.lines).not.toEqual(truth.lines)
  })
})

test('loading OpenCV has left no last-resort handlers of its own behind', async () => {
  await openCv()
  expect(lastResortHandlers()).toBe(handlersBefore)
})

function lastResortHandlers(): number {
  return process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection')
}
