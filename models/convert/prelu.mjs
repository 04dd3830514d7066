/**
 * PRelu (max(x, 0) + slope min(x, 0), a slope per channel) as slope x + (1 - slope) max(x, 0), the scalings being convolutions
 * of 1 x 1 in which every channel is a group of its own. onnxruntime computes these in the blocked layout of the convolutions
 * around them, and adds in the second one; for PRelu, or Mul and Abs, it changes the layout there and back.
 */
export function prelu(graph, input, slopes) {
  const scaled = (value, factors) => {
    const weights = graph.floats(factors, [factors.length, 1, 1, 1])
    const attributes = { kernel_shape: [1, 1], group: factors.length }
    return graph.node('Conv', [value, weights], attributes)
  }
  const positive = graph.node('Relu', [input])
  const rest = slopes.map((slope) => 1 - slope)
  return graph.node('Add', [scaled(input, slopes), scaled(positive, rest)])
}
