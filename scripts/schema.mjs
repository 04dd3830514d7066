// Prints the public contract to schema.graphql; with --check, exit 1 when the file is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { lexicographicSortSchema, printSchema } from 'graphql'

const { createSchema } = createRequire(import.meta.url)('../dist/src/graphql/schema.js')
const file = new URL('../schema.graphql', import.meta.url)
const printed = `${printSchema(lexicographicSortSchema(createSchema()))}\n`
if (!process.argv.includes('--check')) writeFileSync(file, printed)
else if (readFileSync(file, 'utf8') !== printed) {
  console.error('schema.graphql is stale. Run: npm run schema')
  process.exit(1)
}
