import type { Client } from 'pg'
import { insertFaces } from '../../test/support/face-rows'
import type { madeUpFaces } from './made-up-faces'

export const TENANT = 'org_bench'
export const MODEL = 'bench'
const PROBES = 200
const BATCH = 5000
/** As long as a sealed template of 192 numbers is. */
const SEALED_BYTES = 772 + 28 + 64

export type Probe = { person: number; template: Float32Array }

/** Everybody in the table, in memory as well. */
export type World = {
  faces: ReturnType<typeof madeUpFaces>
  width: number
  enrolled: Float32Array
  codeOf(template: Float32Array): string
  direct: Client
  probes: Probe[]
  filled: number
}

/** Adds people until there are `size`. The probes of every size are other pictures of the first. */
export async function fillTable(world: World, size: number): Promise<void> {
  while (world.filled < size) await fillBatch(world, Math.min(BATCH, size - world.filled))
}

async function fillBatch(world: World, count: number): Promise<void> {
  const { faces, enrolled, width, filled, probes } = world
  const codes = Array.from({ length: count }, (_, index) => {
    const at = filled + index
    const person = faces.person()
    const template = faces.picture(person)
    enrolled.set(template, at * width)
    if (at < PROBES) probes.push({ person: at, template: faces.picture(person) })
    return world.codeOf(template)
  })
  const template = Buffer.alloc(SEALED_BYTES, 1)
  await insertFaces(world.direct, { tenantId: TENANT, model: MODEL, codes, template, from: filled })
  world.filled += count
}
