import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Jpeg2000Reply } from './jpeg2000'

/** The little of the codec's API that we use; it comes without types. */
type Decoder = {
  getEncodedBuffer(length: number): Uint8Array
  decode(): void
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number }
  getDecodedBuffer(): Uint8Array
}
type Codec = { J2KDecoder: new () => Decoder }
type CodecModule = (options: { wasmBinary: Uint8Array }) => Promise<Codec>

/** The thread that decodes one JPEG 2000 image, given as `workerData`, and answers once. */
async function main(): Promise<void> {
  const open = require('@cornerstonejs/codec-openjpeg/decodewasmjs') as CodecModule
  const wasmFile = require.resolve('@cornerstonejs/codec-openjpeg/decodewasm')
  const codec = await open({ wasmBinary: readFileSync(wasmFile) })
  const reply = decode(new codec.J2KDecoder(), workerData as Uint8Array)
  parentPort?.postMessage(reply)
}

/** The codec throws numbers, or reports trouble in words only: an image it could not decode has no pixels. */
function decode(decoder: Decoder, bytes: Uint8Array): Jpeg2000Reply {
  try {
    return pixelsOf(decoder, bytes)
  } catch {
    return null
  }
}

function pixelsOf(decoder: Decoder, bytes: Uint8Array): Jpeg2000Reply {
  decoder.getEncodedBuffer(bytes.length).set(bytes)
  decoder.decode()
  const { width, height, componentCount, bitsPerSample } = decoder.getFrameInfo()
  const samples = decoder.getDecodedBuffer()
  const whole = bitsPerSample === 8 && samples.length === width * height * componentCount
  if (samples.length === 0 || !whole) return null
  return { width, height, data: toRgb(samples, width * height, componentCount) }
}

/** Grey becomes three equal channels; a fourth channel (transparency) is left out. */
function toRgb(samples: Uint8Array, pixels: number, channels: number): Uint8Array {
  const rgb = new Uint8Array(pixels * 3)
  const green = channels === 1 ? 0 : 1
  for (let i = 0; i < pixels; i += 1) {
    rgb[3 * i] = samples[i * channels] ?? 0
    rgb[3 * i + 1] = samples[i * channels + green] ?? 0
    rgb[3 * i + 2] = samples[i * channels + 2 * green] ?? 0
  }
  return rgb
}

void main()
