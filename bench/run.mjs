// Runs the benchmarks, which are TypeScript beside src/: translates them into dist/bench, as scripts/build.mjs does
// with src/, and starts dist/bench/main.js. `npm run bench` builds src/ first.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformFileSync } from '@swc/core'

const here = dirname(fileURLToPath(import.meta.url))
const target = resolve(here, '../dist/bench')
const require = createRequire(import.meta.url)
const swc = require('../scripts/swc.cjs')

// The people before the camera are those of the tests.
translate(here, target)
translate(resolve(here, '../test/support'), resolve(here, '../dist/test/support'))

function translate(from, to) {
  for (const entry of readdirSync(from, { recursive: true })) {
    if (!entry.endsWith('.ts')) continue
    const { code } = transformFileSync(join(from, entry), { ...swc, swcrc: false })
    const file = join(to, entry.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, code)
  }
}
require(join(target, 'main.js'))
