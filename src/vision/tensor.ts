/** A dense float32 tensor, row-major: `data.length` is the product of `dims`. */
export type FloatTensor = { data: Float32Array; dims: number[] }

/** An image between warping and the network: interleaved RGB, values 0..255 with fractions. */
export type FloatImage = { width: number; height: number; data: Float32Array }

/** How a network wants its pixels: the order of the channels, and (value - mean) / std for all three. */
export type PixelFormat = { order: 'RGB' | 'BGR'; mean: number; std: number }

/** The images as one batch [count, 3, height, width]. All must be of one size; there must be at least one. */
export function toTensor(images: FloatImage[], format: PixelFormat): FloatTensor {
  const { width = 0, height = 0 } = images[0] ?? {}
  const data = new Float32Array(images.length * 3 * width * height)
  images.forEach((image, index) => {
    writePlanes(image, format, data.subarray(index * 3 * width * height))
  })
  return { data, dims: [images.length, 3, height, width] }
}

/** The image as a mirror shows it: left and right exchanged. */
export function mirror({ width, height, data }: FloatImage): FloatImage {
  const mirrored = new Float32Array(data.length)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < 3; channel++) {
        const from = 3 * (row * width + column) + channel
        mirrored[3 * (row * width + width - 1 - column) + channel] = data[from] ?? 0
      }
  return { width, height, data: mirrored }
}

/** The softmax of a few logits: positive numbers that sum to one. */
export function softmax(logits: Iterable<number>): number[] {
  const values = [...logits]
  const largest = Math.max(...values)
  const powers = values.map((value) => Math.exp(value - largest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

function writePlanes(image: FloatImage, { order, mean, std }: PixelFormat, target: Float32Array) {
  const { data } = image
  const plane = image.width * image.height
  const first = order === 'RGB' ? 0 : 2 * plane
  const third = 2 * plane - first
  for (let pixel = 0, at = 0; pixel < plane; pixel++, at += 3) {
    target[first + pixel] = ((data[at] ?? 0) - mean) / std
    target[plane + pixel] = ((data[at + 1] ?? 0) - mean) / std
    target[third + pixel] = ((data[at + 2] ?? 0) - mean) / std
  }
}
