import onnxProto from 'onnx-proto'
import { TINY } from './write-onnx.mjs'

const { ModelProto } = onnxProto.onnx
const FLOAT = 1

/**
 * The same network for `batch` pictures at once instead of one, with weights below 1e-30 set to zero: processors are
 * slow on subnormal numbers. What it computes is the same.
 */
export function tidyOnnx(bytes, batch) {
  const model = ModelProto.decode(bytes)
  const { initializer, input, output, node } = model.graph
  for (const constant of initializer)
    if (constant.dataType === FLOAT) constant.rawData = withoutTiny(constant.rawData)
  for (const { type } of [...input, ...output]) type.tensorType.shape.dim[0].dimValue = batch
  const shapes = new Set(node.flatMap((it) => (it.opType === 'Reshape' ? it.input[1] : [])))
  for (const constant of initializer)
    if (shapes.has(constant.name)) constant.rawData = withBatch(constant.rawData, batch)
  return Buffer.from(ModelProto.encode(model).finish())
}

function withoutTiny(weights) {
  const clean = Buffer.from(weights)
  for (let at = 0; at < clean.length; at += 4)
    if (Math.abs(clean.readFloatLE(at)) < TINY) clean.writeFloatLE(0, at)
  return clean
}

/** A shape that names one picture names `batch` of them. */
function withBatch(shape, batch) {
  const changed = Buffer.from(shape)
  if (changed.readBigInt64LE(0) === 1n) changed.writeBigInt64LE(BigInt(batch), 0)
  return changed
}
