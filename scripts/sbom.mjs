// Writes what production is made of, packages and models, as CycloneDX 1.6 to the file named, or to dist/sbom.cdx.json.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only']
const bom = JSON.parse(execFileSync('npm', args, { cwd: root, maxBuffer: 1 << 26 }).toString())

// `--omit dev` of npm 11.19 leaves out what production and development share (zod, tslib, …): the lock file knows better.
const production = new Set(
  Object.entries(read('package-lock.json').packages)
    .filter(([place, { dev }]) => place !== '' && !dev)
    .map(([place, { version }]) => `${place.split('node_modules/').at(-1)}@${version}`),
)
bom.components = bom.components.filter(({ name, version }) => production.has(`${name}@${version}`))
const kept = new Set([bom.metadata.component, ...bom.components].map((each) => each['bom-ref']))
bom.dependencies = bom.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((on) => kept.has(on)) }))

// npm writes 1.5, of which 1.6 is a superset, and names the project after its folder.
bom.$schema = 'http://cyclonedx.org/schema/bom-1.6.schema.json'
bom.specVersion = '1.6'
bom.metadata.component.name = read('package.json').name
for (const [name, model] of Object.entries(read('models/manifest.json').models))
  bom.components.push({
    'bom-ref': `model:${name}`,
    type: 'machine-learning-model',
    name,
    version: model.sha256.slice(0, 12),
    description: model.role,
    scope: model.optIn ? 'optional' : 'required',
    hashes: [{ alg: 'SHA-256', content: model.sha256 }],
    licenses: [{ license: { name: model.licence } }],
    pedigree: { notes: model.provenance },
  })

const file = resolve(process.argv[2] ?? join(root, 'dist/sbom.cdx.json'))
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, `${JSON.stringify(bom, null, 2)}\n`)
console.log(`${file}: ${bom.components.length} components`)
