import type { FaceTemplate } from '../vision/face-template'

/** A template as it is stored: numbers of 4 bytes, the bias last. */
export function bytesOfTemplate({ vector, bias }: FaceTemplate): Uint8Array {
  return new Uint8Array(Float32Array.of(...vector, bias).buffer)
}

export function templateOfBytes(bytes: Uint8Array): FaceTemplate {
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer)
  return { vector: numbers.slice(0, -1), bias: numbers.at(-1) ?? 0 }
}
