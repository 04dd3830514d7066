type Size = { width: number; height: number }

/** A segment of a codestream's main header: its marker and what follows its length. */
type Segment = { marker: number; content: Uint8Array }

/** How a component is coded: layers of quality, and a byte for every resolution with the size of its precincts. */
type Coding = { layers: number; precincts: Uint8Array }

const MARKERS = { cod: 0xff52, coc: 0xff53, tilePart: 0xff90 }
const MAX_LAYERS = 256
const MAX_PRECINCTS = 10_000

/**
 * Whether the main header of a codestream asks for more layers or precincts than photos have. A few bytes can ask for
 * millions, and each costs the decoder time and memory, whether there is anything in it or not.
 */
export function asksTooMuch(codestream: DataView, size: Size): boolean {
  return segmentsOf(codestream)
    .map(codingOf)
    .some(
      (coding) =>
        coding !== null &&
        (coding.layers > MAX_LAYERS || countPrecincts(coding, size) > MAX_PRECINCTS),
    )
}

/** Those from SIZ, after two bytes, to the first tile-part: marker and length of two bytes each. */
function segmentsOf(view: DataView): Segment[] {
  const segments: Segment[] = []
  for (let at = 2; at + 4 <= view.byteLength; ) {
    const [marker, length] = [view.getUint16(at), view.getUint16(at + 2)]
    if (marker === MARKERS.tilePart || length < 2 || at + 2 + length > view.byteLength) break
    const content = new Uint8Array(view.buffer, view.byteOffset + at + 4, length - 2)
    segments.push({ marker, content })
    at += 2 + length
  }
  return segments
}

/** COD and COC of ISO/IEC 15444-1 §A.6.1 and A.6.2; the component number of COC has one byte below 257 components. */
function codingOf({ marker, content }: Segment): Coding | null {
  if (marker === MARKERS.cod) {
    const layers = (content[2] ?? 0) * 256 + (content[3] ?? 0)
    return { layers, precincts: precinctSizes(content, 0, 10) }
  }
  return marker === MARKERS.coc ? { layers: 1, precincts: precinctSizes(content, 1, 7) } : null
}

/** Empty when the first bit of the flags says that there is one precinct for all. */
function precinctSizes(content: Uint8Array, flagsAt: number, start: number): Uint8Array {
  const cut = ((content[flagsAt] ?? 0) & 1) !== 0
  return cut ? content.subarray(start) : new Uint8Array()
}

/** Each resolution has twice the sides of the one before; the last is the image. Sizes are powers of two: width, height. */
function countPrecincts({ precincts }: Coding, { width, height }: Size): number {
  return precincts.reduce((sum, sizes, resolution) => {
    const shrink = precincts.length - 1 - resolution
    const across = Math.ceil(width / 2 ** (shrink + (sizes & 15)))
    return sum + across * Math.ceil(height / 2 ** (shrink + (sizes >> 4)))
  }, 0)
}
