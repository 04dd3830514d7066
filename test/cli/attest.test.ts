import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { keySetOf, newSigningPair, privateKeyOf, signStatement } from '../../src/trust/sign'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'countersign-attest-'))
const file = (name: string) => join(folder, name)

beforeAll(async () => {
  const pair = newSigningPair()
  const key = privateKeyOf(pair)
  const claims = { aud: 'org_1', iat: 1_790_000_000, outcome: 'APPROVED' }
  const statement = await signStatement(claims, { typ: 'kyc-result+jwt', kid: 'sig_1', key })
  writeFileSync(file('decision.jws'), `${statement}\n`)
  writeFileSync(file('keys.json'), JSON.stringify(keySetOf([{ id: 'sig_1', ...pair }])))
  const other = keySetOf([{ id: 'sig_1', ...newSigningPair() }])
  writeFileSync(file('other.json'), JSON.stringify(other))
})
afterAll(() => rmSync(folder, { recursive: true }))

const verify = (...options: string[]) =>
  run('node', ['dist/src/cli/main.js', 'attest', 'verify', file('decision.jws'), ...options])

test('attestation: a genuine statement is shown, with its claims', async () => {
  const { stdout } = await verify('--keys', file('keys.json'), '--audience', 'org_1')
  expect(stdout).toMatch(/^genuine {2}kyc-result\+jwt\n/)
  expect(stdout).toContain('outcome        APPROVED')
  expect(stdout).toContain('2026-09-21T14:13:20.000Z')
  const { stdout: json } = await verify('--keys', file('keys.json'), '--json')
  expect(JSON.parse(json)).toMatchObject({ genuine: true, claims: { outcome: 'APPROVED' } })
})

test.each([
  ['of another key', ['--keys', 'other.json'], 'Not genuine'],
  ['for another organisation', ['--keys', 'keys.json', '--audience', 'org_2'], 'Not genuine'],
  ['with a file that is no key set', ['--keys', 'decision.jws'], 'not a JSON Web Key Set'],
  ['with no key set', ['--keys', 'absent.json'], 'no such file'],
])(
  'attestation: a statement %s is refused, and the exit code says so',
  async (_, options, says) => {
    const [name, keys = '', ...rest] = options as string[]
    const failure = await verify(name ?? '', file(keys), ...rest).catch((error) => error)
    expect(failure).toMatchObject({ code: 2 })
    expect(failure.stderr).toContain(says)
  },
)
