// Builds dist/src and dist/workers (the pages are built by build-web.mjs): the database client when its schema is newer, then every file by itself. Types are checked by
// `npm run check`, not here, so that the first demo does not wait for them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformFileSync } from '@swc/core'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const swc = createRequire(import.meta.url)('./swc.cjs')

const client = join(root, 'src/storage/generated/client.ts')
const schema = join(root, 'prisma/schema.prisma')
if (!existsSync(client) || statSync(client).mtimeMs < statSync(schema).mtimeMs) {
  const args = [join(root, 'scripts/prisma.mjs'), 'generate']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) {
    console.error(stdout, stderr)
    process.exit(1)
  }
}

for (const folder of ['src', 'workers']) {
  rmSync(join(root, 'dist', folder), { recursive: true, force: true })
  for (const entry of readdirSync(join(root, folder), { recursive: true })) {
    if (!entry.endsWith('.ts') || entry.endsWith('.d.ts')) continue
    const source = join(root, folder, entry)
    const target = join(root, 'dist', folder, entry.replace(/\.ts$/, '.js'))
    const { code, map } = transformFileSync(source, { ...swc, swcrc: false, sourceMaps: true })
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, `${code}\n//# sourceMappingURL=${target.split('/').pop()}.map\n`)
    writeFileSync(`${target}.map`, map)
  }
}
