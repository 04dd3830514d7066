// Builds the pages (web/console, web/capture) to dist/web/, each when something it is made from is newer.
// `--watch console` builds one again at every change.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))

const MADE_FROM = ['web/shared', 'schema.graphql', 'package-lock.json', 'scripts/build-web.mjs']

function changedAt(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  const names = readdirSync(path).filter((name) => name !== 'generated')
  return Math.max(0, ...names.map((name) => changedAt(join(path, name))))
}

function isFresh(page) {
  const built = changedAt(
    join(root, 'dist/web', page, page === 'embed' ? 'embed.js' : 'index.html'),
  )
  const sources = [...MADE_FROM, `web/${page}`].map((path) => changedAt(join(root, path)))
  return built > Math.max(...sources)
}

/** `import url from './large.bin?gz'`: the file compressed, for pages that unpack it themselves; a server need not. */
const gzipped = {
  name: 'gzipped',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith('?gz')) return null
    const { id } = await this.resolve(source.slice(0, -3), importer, { skipSelf: true })
    return `${id}?gz`
  },
  load(id) {
    if (!id.endsWith('?gz')) return null
    const file = id.slice(0, -3)
    const asset = {
      type: 'asset',
      name: `${basename(file)}.gz`,
      source: gzipSync(readFileSync(file), { level: 9 }),
    }
    return `export default import.meta.ROLLUP_FILE_URL_${this.emitFile(asset)}`
  },
}

/** What onnxruntime-web would load by itself, had it not been given the compressed one. */
const withoutWasm = {
  name: 'without-wasm',
  generateBundle(_options, bundle) {
    for (const name of Object.keys(bundle)) if (name.endsWith('.wasm')) delete bundle[name]
  },
}

/** Packages mark their modules with "use client", which means nothing here. */
function withoutDirectives(level, log, handle) {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log)
}

/** What several places of the console use is one file: thirty small ones do not compress, and are as many requests. */
const SHARED = { name: 'shared', minShareCount: 2, test: /console\/src/ }

/** Everything is a file of our own origin: nothing stands inline, so that the pages' content security policy can be strict. */
const settings = (page, watch) => ({
  root: join(root, 'web', page),
  base: `/${page}/`,
  configFile: false,
  // Warnings are about what @hpke/common would import in Node; a browser never does.
  logLevel: watch ? 'info' : 'error',
  plugins: [gzipped, withoutWasm],
  worker: { format: 'es', plugins: () => [withoutWasm] },
  build: {
    outDir: join(root, 'dist/web', page),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['chrome109', 'safari16', 'firefox115'],
    watch: watch ? {} : null,
    rolldownOptions: {
      onLog: withoutDirectives,
      ...(page === 'console' && { output: { codeSplitting: { groups: [SHARED] } } }),
    },
  },
})

/** countersign/embed, for other sites: one module, without anything around it. */
const library = {
  root: join(root, 'web/embed'),
  configFile: false,
  logLevel: 'warn',
  build: {
    outDir: join(root, 'dist/web/embed'),
    emptyOutDir: true,
    lib: { entry: 'src/embed.ts', formats: ['es'], fileName: () => 'embed.js' },
  },
}

const watched = process.argv.includes('--watch') ? process.argv.at(-1) : null
const pages = ['console', 'capture', 'embed'].filter((page) => existsSync(join(root, 'web', page)))
const stale = watched ? [watched] : pages.filter((page) => !isFresh(page))
if (stale.length > 0) {
  const { build } = await import('vite')
  const { writeTypes } = await import('./web-documents.mjs')
  for (const page of stale) {
    await writeTypes(page)
    await build(page === 'embed' ? library : settings(page, watched !== null))
  }
}
