// Writes the documents of our own clients by their SHA-256 to trusted-documents.json; with --check, exit 1 when it is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { documentsOf, hashOf, PAGES } from './web-documents.mjs'

const { DEMO_DOCUMENTS } = createRequire(import.meta.url)('../dist/src/cli/demo-documents.js')
const file = new URL('../trusted-documents.json', import.meta.url)
const documents = [
  ...Object.values(DEMO_DOCUMENTS),
  ...PAGES.flatMap((page) => documentsOf(page).map(({ text }) => text)),
]
const entries = documents.map((document) => [hashOf(document), document])
const text = `${JSON.stringify(Object.fromEntries(entries.sort()), null, 2)}\n`
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error('trusted-documents.json is stale. Run: npm run trusted')
  process.exit(1)
}
