import { readFileSync } from 'node:fs'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'

/** A barcode as modules: `runs` are its dark stretches, x, y and width in modules. */
export type Modules = {
  width: number
  height: number
  runs: { x: number; y: number; width: number }[]
}

/** The most columns that stay within the standard's 75.57 mm at three pixels of 300 dpi a module (2020, D.3). */
const OPTIONS = 'ecLevel=5,columns=12'

/** A PDF417 without quiet zone; its rows are three modules high. @throws Error when the text is too long for one */
export async function drawPdf417(text: string): Promise<Modules> {
  opening ??= openWriter()
  await opening
  const written = await writeBarcode(text, {
    format: 'PDF417',
    options: OPTIONS,
    scale: 1,
    addQuietZones: false,
  })
  if (written.error !== '') throw new Error(`The barcode cannot be drawn: ${written.error}`)
  const { data, width, height } = written.symbol
  const rows = Array.from({ length: height }, (_, y) =>
    darkRuns(data.subarray(y * width, (y + 1) * width), y),
  )
  return { width, height, runs: rows.flat() }
}

let opening: Promise<unknown> | undefined

/** With the package's own WebAssembly file: left alone, the module would fetch it from a public server. */
function openWriter(): Promise<unknown> {
  const file = readFileSync(require.resolve('zxing-wasm/writer/zxing_writer.wasm'))
  const wasmBinary = new Uint8Array(file).buffer
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
}

function darkRuns(row: Uint8ClampedArray, y: number): Modules['runs'] {
  const runs: Modules['runs'] = []
  for (let x = 0; x < row.length; x++) {
    if (row[x] !== 0) continue
    const last = runs[runs.length - 1]
    if (last !== undefined && last.x + last.width === x) last.width++
    else runs.push({ x, y, width: 1 })
  }
  return runs
}
