import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sealBundle } from '../../src/trust/case-bundle'
import { keySetOf, newSigningPair, privateKeyOf, signStatement } from '../../src/trust/sign'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'countersign-bundle-'))
const file = (name: string) => join(folder, name)

beforeAll(async () => {
  const pair = newSigningPair()
  const key = privateKeyOf(pair)
  const about = { iss: 'https://kyc.example', aud: 'org_1', sub: 'rvc_1', iat: 1_790_000_000 }
  const files = [{ name: 'portrait.jpg', bytes: Uint8Array.of(1, 2, 3) }]
  const text = await sealBundle({ contents: { notes: ['fine'] }, files }, about, (typ, claims) =>
    signStatement(claims, { typ, kid: 'sig_1', key }),
  )
  writeFileSync(file('case.json'), text)
  writeFileSync(file('changed.json'), text.replace('fine', 'Fine').replace('AQID', 'AQIE'))
  writeFileSync(file('keys.json'), JSON.stringify(keySetOf([{ id: 'sig_1', ...pair }])))
})
afterAll(() => rmSync(folder, { recursive: true }))

const verify = (bundle: string, ...options: string[]) => {
  const keys = ['--keys', file('keys.json')]
  const command = ['dist/src/cli/main.js', 'bundle', 'verify', file(bundle), ...keys]
  return run('node', [...command, ...options])
}

test('bundle: a genuine one is told of, with its files', async () => {
  const { stdout } = await verify('case.json', '--audience', 'org_1')
  expect(stdout).toContain(
    'genuine  rvc_1 of org_1, by https://kyc.example, 2026-09-21T14:13:20.000Z',
  )
  expect(stdout).toContain('file     portrait.jpg  039058c6f2c0cb49')
  const { stdout: json } = await verify('case.json', '--json')
  expect(JSON.parse(json)).toMatchObject({ genuine: true, faults: [], claims: { sub: 'rvc_1' } })
})

test('bundle: of one that was changed all that is wrong is said, and the exit code says so', async () => {
  const failure = await verify('changed.json', '--json').catch((error) => error)
  expect(failure).toMatchObject({ code: 2 })
  const faults = ['The contents were changed.', 'The file portrait.jpg was changed.']
  expect(JSON.parse(failure.stdout)).toMatchObject({ genuine: false, faults })
  expect(failure.stderr).toContain(faults.join('\n'))
  const elsewhere = await verify('case.json', '--audience', 'org_2').catch((error) => error)
  expect(elsewhere).toMatchObject({ code: 2, stderr: expect.stringContaining('"aud"') })
})
