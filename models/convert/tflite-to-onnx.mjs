import { prelu } from './prelu.mjs'
import { constantOf, readTflite } from './read-tflite.mjs'
import { createGraph } from './write-onnx.mjs'

/**
 * Converts a TensorFlow Lite network to ONNX bytes. TensorFlow keeps images as rows, columns, channels (NHWC), ONNX
 * as channels, rows, columns (NCHW): every four-dimensional value is carried as NCHW, and an output returns to NHWC.
 * The input is named `input`, outputs are named `out0`, `out1`, … in the file's own order.
 * @throws Error on an operator that is not in the table below
 */
export function tfliteToOnnx(bytes, name) {
  const source = readTflite(bytes)
  const context = {
    tensors: source.tensors,
    graph: createGraph(name),
    values: new Map(),
    constants: new Map(),
  }
  const [input] = source.inputs
  context.graph.input('input', toChannelsFirst(source.tensors[input].shape))
  context.values.set(input, 'input')
  let { operators } = source
  while (operators.length > 0) operators = operators.slice(convertFirst(context, operators))
  source.outputs.forEach((tensor, index) => {
    addOutput(context, tensor, `out${index}`)
  })
  return context.graph.encode()
}

/** Operator codes of schema.fbs: what each becomes. */
const CONVERTERS = {
  0: (context, operator) => arithmetic(context, operator, 'Add'),
  3: convolution,
  4: depthwiseConvolution,
  17: maxPool,
  18: (context, operator) => arithmetic(context, operator, 'Mul'),
  19: (context, operator) => unary(context, operator, 'Relu'),
  22: reshape,
  34: pad,
  41: (context, operator) => arithmetic(context, operator, 'Sub'),
  54: parametricRelu,
  101: (context, operator) => unary(context, operator, 'Abs'),
}
const DEQUANTIZE = 6

/** Converts the first operators of the list that belong together. @returns how many these are */
function convertFirst(context, operators) {
  const spelledOut = spelledOutPrelu(context, operators)
  if (spelledOut === undefined) {
    convertOperator(context, operators[0])
    return 1
  }
  const { input, output, slopes } = spelledOut
  context.values.set(output, prelu(context.graph, value(context, input), slopes))
  return SPELLED_OUT.length
}

/** How Keras without PRelu writes it, as operator codes: relu(x) + c (x - |x|), c half the slope of each channel. */
const SPELLED_OUT = [19, 101, 41, 18, 0]

function spelledOutPrelu(context, operators) {
  if (SPELLED_OUT.some((code, index) => operators[index]?.code !== code)) return undefined
  const [relu, abs, sub, mul, add] = operators
  const [input] = relu.inputs
  const half = mul.inputs.find((tensor) => tensor !== sub.outputs[0])
  const isIt =
    abs.inputs[0] === input &&
    String(sub.inputs) === String([input, abs.outputs[0]]) &&
    mul.inputs.includes(sub.outputs[0]) &&
    add.inputs.includes(relu.outputs[0]) &&
    add.inputs.includes(mul.outputs[0])
  if (!isIt || context.values.has(half)) return undefined
  const slopes = Array.from(constant(context, half), (number) => 2 * number)
  return { input, output: add.outputs[0], slopes }
}

function convertOperator(context, operator) {
  const [output] = operator.outputs
  if (operator.code === DEQUANTIZE) {
    context.constants.set(output, constantOf(context.tensors[operator.inputs[0]]))
    return
  }
  const convert = CONVERTERS[operator.code]
  if (convert === undefined) throw new Error(`TFLite operator ${operator.code} is not supported.`)
  context.values.set(output, convert(context, operator))
}

function constant(context, tensor) {
  return context.constants.get(tensor) ?? constantOf(context.tensors[tensor])
}

function value(context, tensor) {
  const known = context.values.get(tensor)
  if (known === undefined) throw new Error(`Tensor ${tensor} is used before it is computed.`)
  return known
}

/** A value, or a constant shaped so that it broadcasts over NCHW: one number per channel. */
function valueOrChannels(context, tensor) {
  if (context.values.has(tensor)) return value(context, tensor)
  const numbers = constant(context, tensor)
  return context.graph.floats(numbers, numbers.length === 1 ? [] : [1, numbers.length, 1, 1])
}

function arithmetic(context, { inputs, options }, opType) {
  const result = context.graph.node(
    opType,
    inputs.map((tensor) => valueOrChannels(context, tensor)),
  )
  return activate(context, result, options.byte(0))
}

function unary(context, { inputs }, opType) {
  return context.graph.node(opType, [value(context, inputs[0])])
}

/** Weights: out, rows, columns, in → out, in, rows, columns. */
function convolution(context, { inputs, options }) {
  const [output, rows, columns, input] = context.tensors[inputs[1]].shape
  const weights = transpose(
    constant(context, inputs[1]),
    [output, rows, columns, input],
    [0, 3, 1, 2],
  )
  const shape = {
    weights,
    dims: [output, input, rows, columns],
    dilation: [options.int(5, 1), options.int(4, 1)],
  }
  return convolve(context, inputs, options, { ...shape, group: 1, activation: options.byte(3) })
}

/** Weights: 1, rows, columns, channels → channels, 1, rows, columns. */
function depthwiseConvolution(context, { inputs, options }) {
  const [, rows, columns, channels] = context.tensors[inputs[1]].shape
  const weights = transpose(
    constant(context, inputs[1]),
    [1, rows, columns, channels],
    [3, 0, 1, 2],
  )
  const group = channels / options.int(3, 1)
  const shape = {
    weights,
    dims: [channels, 1, rows, columns],
    dilation: [options.int(6, 1), options.int(5, 1)],
  }
  return convolve(context, inputs, options, { ...shape, group, activation: options.byte(4) })
}

function convolve(context, inputs, options, { weights, dims, dilation, group, activation }) {
  const { graph } = context
  const bias = constant(context, inputs[2])
  const feeds = [
    value(context, inputs[0]),
    graph.floats(weights, dims),
    graph.floats(bias, [bias.length]),
  ]
  const attributes = {
    kernel_shape: dims.slice(2),
    strides: [options.int(2, 1), options.int(1, 1)],
    dilations: dilation,
    group,
    auto_pad: padding(options),
  }
  return activate(context, graph.node('Conv', feeds, attributes), activation)
}

function maxPool(context, { inputs, options }) {
  const attributes = {
    kernel_shape: [options.int(4), options.int(3)],
    strides: [options.int(2), options.int(1)],
    auto_pad: padding(options),
  }
  return activate(
    context,
    context.graph.node('MaxPool', [value(context, inputs[0])], attributes),
    options.byte(5),
  )
}

function padding(options) {
  return options.byte(0) === 0 ? 'SAME_UPPER' : 'VALID'
}

function parametricRelu(context, { inputs }) {
  return prelu(context.graph, value(context, inputs[0]), [...constant(context, inputs[1])])
}

/** TFLite lists (before, after) per axis in NHWC; ONNX all befores, then all afters, in NCHW. */
function pad(context, { inputs }) {
  const amounts = constant(context, inputs[1])
  const axes = [0, 3, 1, 2]
  const pads = [
    ...axes.map((axis) => amounts[2 * axis]),
    ...axes.map((axis) => amounts[2 * axis + 1]),
  ]
  return context.graph.node('Pad', [value(context, inputs[0]), context.graph.integers(pads)], {
    mode: 'constant',
  })
}

function reshape(context, { inputs, outputs }) {
  const shape = context.tensors[outputs[0]].shape
  if (shape.length === 4) throw new Error('A reshape to four dimensions is not supported.')
  const channelsLast = toChannelsLast(context, inputs[0])
  return context.graph.node('Reshape', [channelsLast, context.graph.integers(shape)])
}

function addOutput(context, tensor, name) {
  context.graph.output(toChannelsLast(context, tensor), name, context.tensors[tensor].shape)
}

function toChannelsLast(context, tensor) {
  const known = value(context, tensor)
  if (context.tensors[tensor].shape.length !== 4) return known
  return context.graph.node('Transpose', [known], { perm: [0, 2, 3, 1] })
}

function toChannelsFirst([batch, rows, columns, channels]) {
  return [batch, channels, rows, columns]
}

function activate(context, result, activation) {
  if (activation === 0) return result
  if (activation === 1) return context.graph.node('Relu', [result])
  throw new Error(`Activation ${activation} is not supported.`)
}

/** The four-dimensional numbers with their axes in the order `axes` names. */
function transpose(numbers, shape, axes) {
  const strides = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1]
  const [a, b, c, d] = axes
  const result = new Float32Array(numbers.length)
  let index = 0
  for (let i = 0; i < shape[a]; i++)
    for (let j = 0; j < shape[b]; j++)
      for (let k = 0; k < shape[c]; k++)
        for (let l = 0; l < shape[d]; l++)
          result[index++] =
            numbers[i * strides[a] + j * strides[b] + k * strides[c] + l * strides[d]]
  return result
}
