import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { renderSpecimen } from '../../src/specimens/render-specimen'

const SIZE = { width: 1920, height: 1080 }
const FRAMES = 12

const FIELDS = {
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

/** A passport that a hand moves to and fro, so that it is looked at and never photographed: Motion JPEG, 4:2:0. */
export async function movingDocument(): Promise<{ file: string; remove(): void }> {
  const specimen = { format: 'TD3', fields: FIELDS, portrait: null, seed: 1 } as const
  const { image } = await renderSpecimen({ ...specimen, degrade: 'none' })
  const page = await sharp(image).resize({ width: 1200 }).toBuffer()
  const { height = 0 } = await sharp(page).metadata()
  const frame = (at: number) => {
    const left = Math.round((SIZE.width - 1200) / 2 + 14 * Math.sin((2 * Math.PI * at) / FRAMES))
    const top = Math.round((SIZE.height - height) / 2)
    return sharp({ create: { ...SIZE, channels: 3, background: '#4a3e36' } })
      .composite([{ input: page, left, top }])
      .jpeg({ quality: 90, chromaSubsampling: '4:2:0' })
      .toBuffer()
  }
  const folder = mkdtempSync(join(tmpdir(), 'countersign-film-'))
  const file = join(folder, 'film.mjpeg')
  const frames = await Promise.all(Array.from({ length: FRAMES }, (_, at) => frame(at)))
  writeFileSync(file, Buffer.concat(frames))
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
