import onnxProto from 'onnx-proto'

const { ModelProto } = onnxProto.onnx
const FLOAT = 1
const INT64 = 7
/** Attribute types of ONNX: float 1, int 2, string 3, ints 7. */
const INT_ATTRIBUTE = 2
const STRING_ATTRIBUTE = 3
const INTS_ATTRIBUTE = 7

/** Below this a weight is flushed to zero: equal in float32, and processors are several times slower on subnormals. */
export const TINY = 1e-30

/**
 * A graph under construction; names are numbered in the order of creation, so equal input gives equal bytes. `prefix` keeps
 * them apart from others.
 */
export function createGraph(name, prefix = '') {
  const graph = { name, node: [], initializer: [], input: [], output: [] }
  let counter = 0

  function initializer(dims, dataType, rawData) {
    const constant = `${prefix}constant${counter++}`
    graph.initializer.push({ name: constant, dims, dataType, rawData })
    return constant
  }

  return {
    input(input, dims) {
      graph.input.push({ name: input, type: floats(dims) })
    },
    output(value, output, dims) {
      graph.node.push({ opType: 'Identity', input: [value], output: [output] })
      graph.output.push({ name: output, type: floats(dims) })
    },
    /** Adds a node with one output and gives the output's name. */
    node(opType, input, attributes = {}) {
      const output = `${prefix}value${counter++}`
      const attribute = Object.entries(attributes).map(toAttribute)
      graph.node.push({
        opType,
        input,
        output: [output],
        name: `${prefix}${opType}${counter}`,
        attribute,
      })
      return output
    },
    floats(values, dims) {
      const clean = Float32Array.from(values, (value) => (Math.abs(value) < TINY ? 0 : value))
      return initializer(dims, FLOAT, Buffer.from(clean.buffer))
    },
    integers(values) {
      const clean = BigInt64Array.from(values, (value) => BigInt(value))
      return initializer([clean.length], INT64, Buffer.from(clean.buffer))
    },
    /** What was made for another graph: its nodes since the last time, and all its constants. */
    takeNodes: () => graph.node.splice(0),
    constants: () => graph.initializer,
    /** The finished file: IR version 7, operator set 13. */
    encode() {
      const model = {
        irVersion: 7,
        producerName: 'countersign',
        opsetImport: [{ domain: '', version: 13 }],
        graph,
      }
      return Buffer.from(ModelProto.encode(ModelProto.create(model)).finish())
    },
  }
}

function floats(dims) {
  return { tensorType: { elemType: FLOAT, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } }
}

function toAttribute([name, value]) {
  if (typeof value === 'string') return { name, type: STRING_ATTRIBUTE, s: Buffer.from(value) }
  if (Array.isArray(value)) return { name, type: INTS_ATTRIBUTE, ints: value }
  return { name, type: INT_ATTRIBUTE, i: value }
}
