import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What production asks for besides a database, with a root key and a folder for images that `remove` takes away again. */
export function productionSettings() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-production-'))
  const rootKey = join(folder, 'root-key')
  writeFileSync(rootKey, `k1 ${randomBytes(32).toString('base64url')}\n`)
  const environment = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://kyc.example.com',
    UPLOAD_SECRET: randomBytes(32).toString('base64url'),
    BLOB_URL: `file://${join(folder, 'blobs')}`,
    ROOT_KEY_URL: `file://${rootKey}`,
  }
  return { environment, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
