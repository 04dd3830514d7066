import { qualityOf } from '../../src/checks/check-quality'
import type { SideFacts } from '../../src/checks/document-facts'
import { AppError } from '../../src/errors'
import { wireEngines } from '../../src/wire'
import { type Cost, timed } from '../processor-time'
import type { Answer, Reader } from './reader'

/** Countersign's own reading, every stage by itself, in the order of read-side.ts. Everything is loaded beforehand. */
export async function openOurReader(): Promise<Reader> {
  const engines = wireEngines()
  await engines.warmUp()
  return async ({ bytes }) => {
    const stages: Answer['stages'] = {}
    try {
      return await read(engines, bytes, stages)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const nothing = { lines: [], barcodes: [], zone: null, normal: null }
      return { ...nothing, stages, refused: error.code }
    }
  }
}

async function read(
  { images, documents }: ReturnType<typeof wireEngines>,
  bytes: Uint8Array,
  stages: Record<string, Cost>,
) {
  const time = <T>(stage: string, work: () => T | Promise<T>) => timed(stages, stage, work)
  const normal = await time('normalize', () => images.normalize(bytes))
  const image = await time('decode', () => images.decode(normal.bytes))
  const mrz = await time('readMrz', () => documents.readMrz(image))
  const hints = { mrzBox: mrz?.box ?? null, mrzFormat: mrz?.format ?? null }
  const outline = await time('findOutline', () => documents.findOutline(image, hints))
  const barcodes = await time('readBarcodes', () => documents.readBarcodes(image))
  const visual = await time('readVisualZone', () => documents.readVisualZone(image, mrz))
  const side: SideFacts = { captureId: 'bench', image, mrz, outline, barcodes, visual }
  await time('measureQuality', () => qualityOf(side, null))
  return {
    lines: mrz?.lines ?? [],
    barcodes: barcodes.map(({ text }) => text),
    zone: visual,
    stages,
    refused: null,
    normal: normal.bytes,
  }
}
