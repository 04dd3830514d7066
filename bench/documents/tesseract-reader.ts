import { dirname, join } from 'node:path'
import { createWorker, OEM, PSM } from 'tesseract.js'
import { processorMs } from '../processor-time'
import type { Reader } from './reader'

/** The settings that served tesseract.js best on machine-readable zones: its older engine, and its network. */
const ENGINES = {
  'tesseract legacy': { mode: OEM.TESSERACT_ONLY, data: '4.0.0' },
  'tesseract LSTM': { mode: OEM.LSTM_ONLY, data: '4.0.0_best_int' },
} as const

const WHITELIST = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'

/** Recognises the whole picture as one block of text in the zone's characters. English data from the package; no network. */
export async function openTesseract(name: keyof typeof ENGINES): Promise<Reader> {
  const { mode, data } = ENGINES[name]
  const root = dirname(require.resolve('@tesseract.js-data/eng/package.json'))
  const options = { langPath: join(root, data), gzip: true, cacheMethod: 'none' }
  const worker = await createWorker('eng', mode, options)
  await worker.setParameters({
    tessedit_char_whitelist: WHITELIST,
    tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
    user_defined_dpi: '300',
  })
  return async ({ bytes }) => {
    const cpu = processorMs()
    const start = performance.now()
    const { data: page } = await worker.recognize(Buffer.from(bytes))
    const recognize = { wallMs: performance.now() - start, cpuMs: processorMs() - cpu }
    const lines = page.text.split('\n').map((line) => line.replace(/\s/g, ''))
    return { lines, barcodes: [], zone: null, stages: { recognize }, refused: null, normal: null }
  }
}
