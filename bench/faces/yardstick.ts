import { onnx } from 'onnx-proto'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { type Cost, timed } from '../processor-time'

const SIDE = 1024
const FLOAT = 1

/** Floating-point operations of one product of two matrices of 1024 x 1024. */
export const PRODUCT_FLOPS = 2 * SIDE ** 3

/** What one such product costs on one thread of onnxruntime: how fast this machine multiplies at best. */
export async function openYardstick(): Promise<() => Promise<Cost>> {
  const session = await InferenceSession.create(matrixProduct(), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  })
  const matrix = () => {
    const data = Float32Array.from({ length: SIDE * SIDE }, (_, index) => Math.sin(index))
    return new Tensor('float32', data, [SIDE, SIDE])
  }
  const feeds = { a: matrix(), b: matrix() }
  return async () => {
    const stages: Record<string, Cost> = {}
    await timed(stages, 'product', () => session.run(feeds))
    return stages['product'] ?? { wallMs: Number.NaN, cpuMs: Number.NaN }
  }
}

function matrixProduct(): Uint8Array {
  const shape = { dim: [{ dimValue: SIDE }, { dimValue: SIDE }] }
  const value = (name: string) => ({ name, type: { tensorType: { elemType: FLOAT, shape } } })
  const model = {
    irVersion: 7,
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'product',
      node: [{ opType: 'MatMul', input: ['a', 'b'], output: ['c'] }],
      input: [value('a'), value('b')],
      output: [value('c')],
    },
  }
  return onnx.ModelProto.encode(onnx.ModelProto.fromObject(model)).finish()
}
