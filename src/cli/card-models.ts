import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { CardModel } from '../evaluation/accuracy-card'
import { packageRoot } from '../package-root'

const MANIFEST = z.object({
  models: z.record(
    z.string(),
    z.object({
      file: z.string().optional(),
      package: z.string().optional(),
      sha256: z.string(),
      licence: z.string(),
      provenance: z.string(),
      source: z.object({ package: z.string().optional(), script: z.string().optional() }),
    }),
  ),
})

/** Every model of the manifest, as the accuracy card lists it. */
export function cardModels(): CardModel[] {
  const file = join(packageRoot(), 'models', 'manifest.json')
  const { models } = MANIFEST.parse(JSON.parse(readFileSync(file, 'utf8')))
  return Object.entries(models).map(([name, model]) => ({
    name,
    file: model.file ?? model.package ?? '',
    sha256: model.sha256,
    licence: model.licence,
    source: model.source.package ?? model.source.script ?? '',
    provenance: model.provenance,
  }))
}
