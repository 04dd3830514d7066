import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import sharp from 'sharp'
import * as specimen from '../../src/cli/specimen'
import { aamvaFields } from '../../src/documents/barcode/aamva-fields'
import { createBarcodeReader } from '../../src/inference/barcodes'
import { inventLicence } from '../../src/specimens/aamva-person'
import { type LicenceRequest, renderLicence } from '../../src/specimens/aamva-specimen'
import { createRandom } from '../../src/specimens/random'

const TODAY = '2026-11-24'
const request = (overrides: Partial<LicenceRequest> = {}): LicenceRequest => ({
  licence: inventLicence(createRandom(5), TODAY),
  side: 'back',
  portrait: null,
  seed: 5,
  degrade: 'none',
  ...overrides,
})

describe('a specimen licence', () => {
  test('carries a true barcode on its back, of Utopia and in order', async () => {
    const { image, truth } = await renderLicence(request())
    const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true })
    const reader = createBarcodeReader({ now: () => new Date(`${TODAY}T12:00:00Z`) })
    const [reading] = await reader.readBarcodes({ width: info.width, height: info.height, data })
    expect(reading?.text).toBe(truth.barcodeText)
    const read = Object.fromEntries(reading?.fields.map(({ name, value }) => [name, value]) ?? [])
    expect(read).toMatchObject({
      DOCUMENT_CODE: 'DL',
      ISSUING_STATE: 'UTO',
      DOCUMENT_NUMBER: truth.fields.documentNumber,
      SURNAME: truth.fields.surname,
      GIVEN_NAMES: truth.fields.givenNames,
      BIRTH_DATE: truth.fields.birthDate,
    })
  })

  test('is valid on the day it is made, whoever holds it', () => {
    for (let seed = 0; seed < 200; seed++) {
      const { birthDate, issueDate, expiryDate } = inventLicence(createRandom(seed), TODAY)
      expect(issueDate < TODAY && TODAY < expiryDate).toBe(true)
      expect(Number(issueDate.slice(0, 4)) - Number(birthDate.slice(0, 4))).toBeGreaterThan(17)
    }
  })

  test('is the same for the same seed, and its sides show what they say', async () => {
    const data = new Uint8Array(240).map((_, i) => (i % 3 === 0 ? 250 : 10))
    const portrait = { width: 8, height: 10, data }
    const front = await renderLicence(request({ side: 'front', portrait }))
    const again = await renderLicence(request({ side: 'front', portrait }))
    const back = await renderLicence(request())
    expect(front.image.equals(again.image)).toBe(true)
    expect(front.truth).toMatchObject({ barcodeBox: null, barcodeText: back.truth.barcodeText })
    expect(back.truth.portraitBox).toBeNull()
    const [a, , c] = front.truth.portraitBox ?? []
    const left = Math.round(((a?.x ?? 0) + (c?.x ?? 0)) / 2)
    const top = Math.round(((a?.y ?? 0) + (c?.y ?? 0)) / 2)
    const place = { left, top, width: 4, height: 4 }
    const [red = 0, green = 255] = await sharp(front.image).extract(place).raw().toBuffer()
    expect(red).toBeGreaterThan(150)
    expect(green).toBeLessThan(60)
  })

  test('whose number was edited keeps the true one in its barcode', async () => {
    const edited = request({ side: 'front', edit: { documentNumber: 'X00000000' } })
    const { truth } = await renderLicence(edited)
    expect(truth.fields.documentNumber).toBe('X00000000')
    const number = aamvaFields(truth.barcodeText, null, TODAY).find(
      ({ name }) => name === 'DOCUMENT_NUMBER',
    )
    expect(number?.value).toBe(edited.licence.documentNumber)
    const same = { documentNumber: edited.licence.documentNumber }
    await expect(renderLicence(request({ edit: same }))).rejects.toThrow('must differ')
  })
})

describe('countersign specimen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-aamva-'))
  const out = join(folder, 'back.jpg')

  async function run(...args: string[]): Promise<string> {
    const written: string[] = []
    const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text))
      return true
    })
    try {
      const program = new Command('countersign').exitOverride()
      specimen.register(program)
      await program.parseAsync(['specimen', '--out', out, '--degrade', 'none', ...args], {
        from: 'user',
      })
    } finally {
      spy.mockRestore()
    }
    return written.join('')
  }

  test('writes a side of a licence and its truth, and prints the barcode', async () => {
    const json = join(folder, 'back.json')
    const printed = await run('--type', 'AAMVA', '--side', 'back', '--json', json)
    const truth = JSON.parse(readFileSync(json, 'utf8'))
    expect(truth).toMatchObject({ format: 'AAMVA', side: 'back' })
    expect(printed).toContain(`DAQ${truth.fields.documentNumber}\n`)
    expect((await sharp(out).metadata()).width).toBe(1011)
  })

  test('says that only a licence has a back', async () => {
    await expect(run('--type', 'TD3', '--side', 'back')).rejects.toThrow('leave out --side')
  })
})
