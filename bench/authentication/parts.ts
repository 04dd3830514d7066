import { findSelfie } from '../../src/checks/find-selfie'
import { protectTemplates } from '../../src/trust/protect-template'
import { wireEngines } from '../../src/wire'
import type { Frame } from '../../test/support/challenge-client'

/** Median milliseconds of the work on a last step, alone in a process: of each frame, and once at the end. */
export type Parts = Record<
  | 'normalizePerFrame'
  | 'decodePerFrame'
  | 'measurePerFrame'
  | 'detect'
  | 'embed'
  | 'protect'
  | 'compare',
  number
>

const ROUNDS = 5
const KEY_BYTES = 32

/** What the server does with the frames, step by step and one after the other. */
export async function measureParts(film: Frame[]): Promise<Parts> {
  const { images, faces, warmUp } = wireEngines()
  await warmUp()
  const spent: Record<string, number[]> = {}
  const time = async <T>(name: keyof Parts, work: () => T | Promise<T>): Promise<T> => {
    const start = performance.now()
    const result = await work()
    spent[name] = [...(spent[name] ?? []), performance.now() - start]
    return result
  }
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      for (const { bytes } of film) {
        const normal = await time('normalizePerFrame', () => images.normalize(bytes))
        const image = await time('decodePerFrame', () => images.decode(normal.bytes))
        await time('measurePerFrame', () => faces.measureFrame(image))
        const { face } = await time('detect', () => findSelfie({ faces }, 'bench', image))
        if (!face) continue
        const template = await time('embed', () => faces.embed(image, face))
        const size = template.vector.length
        const protect = await time('protect', () => {
          const rotation = protectTemplates(new Uint8Array(KEY_BYTES), size)
          return rotation(template)
        })
        await time('compare', () => faces.compare(protect, protect))
      }
  } finally {
    await images.close()
  }
  return Object.fromEntries(
    Object.entries(spent).map(([name, all]) => [name, median(all)]),
  ) as Parts
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
