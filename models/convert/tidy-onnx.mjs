import onnxProto from 'onnx-proto'
import { prelu } from './prelu.mjs'
import { createGraph, TINY } from './write-onnx.mjs'

const { ModelProto } = onnxProto.onnx
const FLOAT = 1

/**
 * The same network for `batch` pictures at once instead of one, with weights below 1e-30 set to zero (processors are slow
 * on subnormal numbers) and PRelu as `prelu` writes it. What it computes is the same.
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
  withoutPrelu(model.graph)
  return Buffer.from(ModelProto.encode(model).finish())
}

/** PRelu in the spelling of `prelu`; new names begin with `tidy-`. */
function withoutPrelu(graph) {
  const constants = new Map(graph.initializer.map((constant) => [constant.name, constant]))
  const added = createGraph('tidy', 'tidy-')
  const nodes = graph.node.flatMap((node) => {
    if (node.opType !== 'PRelu') return [node]
    const [input, slope] = node.input
    const { rawData } = constants.get(slope)
    constants.delete(slope)
    const slopes = Array.from({ length: rawData.length / 4 }, (_, at) =>
      rawData.readFloatLE(4 * at),
    )
    const result = prelu(added, input, slopes)
    return added
      .takeNodes()
      .map((it) => (it.output[0] === result ? { ...it, output: node.output } : it))
  })
  graph.node = nodes
  graph.initializer = [...constants.values(), ...added.constants()]
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
