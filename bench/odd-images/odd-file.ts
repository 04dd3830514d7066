import { createRandom, type Random } from '../../src/specimens/random'
import { lyingHeader } from './lying-headers'
import {
  animation,
  oddDocument,
  oddMetadata,
  oddSize,
  PATTERNS,
  patternFile,
  photoAndMore,
  unusualCoding,
} from './odd-pictures'
import type { Seeds } from './seeds'
import {
  flipBits,
  headerOnly,
  noiseFile,
  otherFormat,
  polyglot,
  swapChunks,
  truncate,
} from './spoilt-files'

type Maker = (random: Random, seeds: Seeds) => Buffer | Promise<Buffer>

/** `weight`: files of this kind in a thousand. `forReaders`: good files, meant to reach the readers. */
type Kind = { name: string; weight: number; forReaders: boolean; make: Maker }

const spoilt = (name: string, weight: number, make: Maker): Kind => ({
  name,
  weight,
  forReaders: false,
  make,
})
const readable = (name: string, weight: number, make: Maker): Kind => ({
  name,
  weight,
  forReaders: true,
  make,
})

const small = (random: Random, { small: files }: Seeds) => random.pick(files, Buffer.alloc(0))
const document = (random: Random, { documents }: Seeds) => random.pick(documents, Buffer.alloc(0))

/**
 * The mix. 940 in a thousand are cheap: the guard refuses most of them before a reader starts, and those that survive
 * are small. The other 60 are pictures, however odd, that every reader has to work through.
 */
export const KINDS: readonly Kind[] = [
  spoilt('bit flips', 60, (random, seeds) => flipBits(random, small(random, seeds))),
  spoilt('truncated', 220, (random, seeds) => truncate(random, small(random, seeds))),
  spoilt('chunks swapped', 25, (random, seeds) => swapChunks(random, small(random, seeds))),
  spoilt('noise after a signature', 180, noiseFile),
  spoilt('header only', 150, (random, seeds) => headerOnly(random, small(random, seeds))),
  spoilt('another format', 130, otherFormat),
  spoilt('polyglot', 25, (random, seeds) =>
    polyglot(random, small(random, seeds), small(random, seeds)),
  ),
  spoilt('size that lies', 110, (random, { small: [jpeg = Buffer.alloc(0)] }) =>
    lyingHeader(random, jpeg),
  ),
  spoilt('odd size', 30, oddSize),
  spoilt('animated', 10, animation),
  readable('unusual coding', 7, (random, seeds) => unusualCoding(random, document(random, seeds))),
  readable('odd metadata', 6, (random, seeds) => oddMetadata(random, document(random, seeds))),
  readable('photo and more', 3, (random, seeds) => photoAndMore(random, document(random, seeds))),
  readable('odd document', 12, (random, seeds) => oddDocument(random, document(random, seeds))),
  readable('text wall', 9, (random) => patternFile(random, PATTERNS.textWall)),
  readable('small quads', 4, (random) => patternFile(random, PATTERNS.smallQuads)),
  readable('bars', 4, (random) => patternFile(random, PATTERNS.bars)),
  readable('stripes', 5, (random) => patternFile(random, PATTERNS.stripes)),
  readable('checkerboard', 4, (random) => patternFile(random, PATTERNS.checkerboard)),
  readable('noise', 3, (random) => patternFile(random, PATTERNS.noise)),
  readable('blank', 2, (random) => patternFile(random, PATTERNS.blank)),
  readable('gradient', 1, (random) => patternFile(random, PATTERNS.gradient)),
]

/** A file that its seed determines, and which side of a document it claims to be. */
export type OddFile = { seed: number; kind: string; side: 'Front' | 'Back'; bytes: Buffer }

/**
 * The odd file of a seed (a whole number): equal on every call on one machine. `only` limits the kinds to those for the
 * readers (true) or the others (false).
 */
export async function makeOddFile(seed: number, seeds: Seeds, only?: boolean): Promise<OddFile> {
  const random = createRandom(seed)
  const kinds = KINDS.filter(({ forReaders }) => only === undefined || forReaders === only)
  const kind = pickKind(random, kinds)
  const side = random.pick(['Front', 'Back'] as const, 'Front')
  return { seed, kind: kind.name, side, bytes: await kind.make(random, seeds) }
}

function pickKind(random: Random, kinds: Kind[]): Kind {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0)
  let left = random.between(0, total)
  for (const kind of kinds) {
    if (left < kind.weight) return kind
    left -= kind.weight
  }
  throw new Error('There is no kind of odd file to choose from.')
}
