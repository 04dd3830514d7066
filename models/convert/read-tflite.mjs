import { ByteBuffer } from 'flatbuffers'

/**
 * Reads the part of a TensorFlow Lite file that the conversion needs. Field numbers are those of schema.fbs
 * (tensorflow/lite/schema/schema.fbs, version 3).
 * Gives `{ tensors: [{ name, shape, type, data }], operators: [{ code, inputs, outputs, options }], inputs, outputs }`;
 * `data` is undefined for tensors computed at run time, `options.byte(field)` and `options.int(field)` read settings.
 */
export function readTflite(bytes) {
  const buffer = new ByteBuffer(new Uint8Array(bytes))
  const at = (position) => table(buffer, position)
  const model = at(buffer.readInt32(0))
  const codes = model.tables(1).map((code) => Math.max(code.byte(0), code.int(3)))
  const data = model.tables(4).map((entry) => entry.bytes(0))
  const graph = model.tables(2)[0]
  return {
    inputs: graph.ints(1),
    outputs: graph.ints(2),
    tensors: graph.tables(0).map((tensor) => ({
      name: tensor.text(3),
      shape: tensor.ints(0),
      type: tensor.byte(1),
      data: data[tensor.int(2)],
    })),
    operators: graph.tables(3).map((operator) => ({
      code: codes[operator.int(0)],
      inputs: operator.ints(1),
      outputs: operator.ints(2),
      options: operator.table(4),
    })),
  }

  function table(buffer, position) {
    const field = (number) => buffer.__offset(position, 4 + 2 * number)
    const list = (number, read, width) => {
      const offset = field(number)
      if (offset === 0) return []
      const start = buffer.__vector(position + offset)
      const length = buffer.__vector_len(position + offset)
      return Array.from({ length }, (_, index) => read(start + width * index))
    }
    return {
      byte: (number, otherwise = 0) =>
        field(number) ? buffer.readInt8(position + field(number)) : otherwise,
      int: (number, otherwise = 0) =>
        field(number) ? buffer.readInt32(position + field(number)) : otherwise,
      text: (number) => (field(number) ? buffer.__string(position + field(number)) : ''),
      table: (number) => (field(number) ? at(buffer.__indirect(position + field(number))) : none),
      tables: (number) => list(number, (place) => at(buffer.__indirect(place)), 4),
      ints: (number) => list(number, (place) => buffer.readInt32(place), 4),
      bytes: (number) => {
        const values = list(number, (place) => buffer.readUint8(place), 1)
        return values.length > 0 ? Buffer.from(values) : undefined
      },
    }
  }
}

const none = { byte: (_, otherwise = 0) => otherwise, int: (_, otherwise = 0) => otherwise }

/** The numbers of a constant tensor as plain floats; types float32 (0), float16 (1), int32 (2). */
export function constantOf({ name, type, data }) {
  const readers = { 0: float32, 1: float16, 2: int32 }
  const read = readers[type]
  if (data === undefined || read === undefined)
    throw new Error(`Tensor ${name} (type ${type}) is no constant this reader knows.`)
  return read(data)
}

function float32(data) {
  return Float32Array.from({ length: data.length / 4 }, (_, index) => data.readFloatLE(4 * index))
}

function int32(data) {
  return Int32Array.from({ length: data.length / 4 }, (_, index) => data.readInt32LE(4 * index))
}

function float16(data) {
  return Float32Array.from({ length: data.length / 2 }, (_, index) =>
    halfToFloat(data.readUInt16LE(2 * index)),
  )
}

/** IEEE 754 binary16: one sign bit, five of exponent, ten of fraction. */
function halfToFloat(half) {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >> 10) & 31
  const fraction = half & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
