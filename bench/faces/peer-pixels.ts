import sharp from 'sharp'

/** Pixels of a JPEG, decoded as for ours. */
export type PeerPixels = { data: Uint8Array; width: number; height: number }

export async function decodeForPeer(bytes: Uint8Array): Promise<PeerPixels> {
  const { data, info } = await sharp(bytes)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** As much of TensorFlow.js as the peers are driven with. */
export type TensorFlow = {
  setBackend(name: string): Promise<boolean>
  ready(): Promise<void>
  tensor3d(values: Uint8Array, shape: [number, number, number], type: 'int32'): object
  tensor4d(values: Uint8Array, shape: [number, number, number, number], type: 'float32'): object
  dispose(tensor: object): void
}

/** As much of its WebAssembly backend. */
export type WasmBackend = { setThreadsCount(count: number): void; setWasmPaths(path: string): void }
