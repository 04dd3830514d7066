/** Frames of a step as they are kept: images that `images.normalize` made, and when they were taken. */
export type PackedFrame = { atMs: number; bytes: Uint8Array }

/** Length of the table of contents, in bytes. */
const HEAD = 4

/**
 * Frames as one object: the length of a table of contents (four bytes, big-endian), the table (JSON: time and length of
 * each frame), then the images. One hash so covers images and times.
 */
export function packFrames(frames: readonly PackedFrame[]): Uint8Array {
  const table = Buffer.from(
    JSON.stringify(frames.map(({ atMs, bytes }) => ({ atMs, byteLength: bytes.length }))),
  )
  const head = Buffer.alloc(HEAD)
  head.writeUInt32BE(table.length)
  return Buffer.concat([head, table, ...frames.map(({ bytes }) => bytes)])
}

/** The frames of an object that `packFrames` made. */
export function unpackFrames(object: Uint8Array): PackedFrame[] {
  const bytes = Buffer.from(object)
  const start = HEAD + bytes.readUInt32BE(0)
  const table = JSON.parse(bytes.subarray(HEAD, start).toString()) as {
    atMs: number
    byteLength: number
  }[]
  const images = cutFrames(bytes.subarray(start), table)
  return table.map(({ atMs }, at) => ({ atMs, bytes: images[at] ?? new Uint8Array() }))
}

/** Files that lie one after the other, by their lengths. */
export function cutFrames(bytes: Uint8Array, lengths: readonly { byteLength: number }[]) {
  let end = 0
  return lengths.map(({ byteLength }) => {
    end += byteLength
    return bytes.subarray(end - byteLength, end)
  })
}
