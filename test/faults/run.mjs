// Runs the storm of faults: translates it and what it needs of test/support into dist/test, as scripts/build.mjs does
// with src/, and starts dist/test/faults/main.js. `npm run test:faults` builds src/ first.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformFileSync } from '@swc/core'

const tests = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const target = resolve(tests, '../dist/test')
const require = createRequire(import.meta.url)
const swc = require('../../scripts/swc.cjs')

for (const folder of ['faults', 'support']) {
  for (const name of readdirSync(join(tests, folder))) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const { code } = transformFileSync(join(tests, folder, name), { ...swc, swcrc: false })
    mkdirSync(join(target, folder), { recursive: true })
    writeFileSync(join(target, folder, name.replace(/\.ts$/, '.js')), code)
  }
}
require(join(target, 'faults', 'main.js'))
