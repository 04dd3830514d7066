import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import sharp from 'sharp'
import * as readChip from '../../src/cli/read-chip'
import { dataGroup1, dataGroup2, gradient, jpeg2000 } from '../chip/chip-files'
import {
  certify,
  ecKeys,
  LIST_SIGNING,
  masterList,
  pem,
  revocationList,
  securityObject,
} from '../chip/pki'

const folder = mkdtempSync(join(tmpdir(), 'countersign-chip-'))
const csca = certify({ keys: ecKeys('brainpoolP256r1'), issuer: null, name: 'CSCA', ca: true })
const other = certify({ keys: ecKeys('prime256v1'), issuer: null, name: 'Other', ca: true })
const signer = certify({ keys: ecKeys('prime256v1'), issuer: csca, name: 'DS' })
const listSigner = certify({
  keys: ecKeys('prime256v1'),
  issuer: csca,
  name: 'LS',
  purposes: [LIST_SIGNING],
})

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

let chip: string[]
const list = file('list.ml', masterList([csca.der], listSigner))
beforeAll(async () => {
  const dg1 = dataGroup1()
  const dg2 = dataGroup2(await jpeg2000(gradient(48, 64), 48, 64))
  const sod = securityObject({ 1: dg1, 2: dg2 }, signer)
  chip = ['--sod', file('sod', sod), '--dg1', file('dg1', dg1), '--dg2', file('dg2', dg2)]
})

async function run(...args: string[]): Promise<string> {
  const written: string[] = []
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  try {
    const program = new Command('countersign').exitOverride()
    readChip.register(program)
    await program.parseAsync(['read-chip', ...chip, ...args], { from: 'user' })
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

describe('read-chip', () => {
  test('prints one JSON object with fields, checks and what is not proven', async () => {
    const reading = JSON.parse(await run('--master-list', list, '--json'))
    expect(reading).toMatchObject({
      passiveAuthentication: 'PASS',
      mrz: { format: 'TD3' },
      portrait: { format: 'rgb', width: 48, height: 64 },
      documentSigner: { subject: 'C=UT, CN=DS' },
    })
    expect(reading.checks).toHaveLength(5)
    expect(reading.notProven).toContain('copy')
  })

  test('prints a table for people, and the portrait as a JPEG', async () => {
    const portrait = join(folder, 'portrait.jpg')
    const crls = [file('a.crl', revocationList(csca, [])), file('b.crl', revocationList(other, []))]
    const text = await run('--master-list', list, '--crl', ...crls, '--portrait', portrait)
    expect(text).toMatch(/SURNAME +ERIKSSON/)
    expect(text).toMatch(/PASS +REVOCATION/)
    expect(text).toContain('Passive Authentication: PASS')
    const { format, width, height } = await sharp(readFileSync(portrait)).metadata()
    expect({ format, width, height }).toEqual({ format: 'jpeg', width: 48, height: 64 })
  })

  test('says what is skipped without a master list', async () => {
    const text = await run()
    expect(text).toMatch(/SKIPPED +DOCUMENT_SIGNER_CHAIN +.*give a master list/)
    expect(text).toContain('Passive Authentication: SKIPPED')
  })

  test('takes country signers as PEM, and fails with the wrong ones', async () => {
    const [right, wrong] = [csca, other].map((one, i) =>
      file(`csca-${i}.pem`, pem('CERTIFICATE', one.der)),
    ) as [string, string]
    expect(await run('--master-list', wrong, right)).toContain('Passive Authentication: PASS')
    expect(await run('--master-list', wrong)).toContain('Passive Authentication: FAIL')
  })

  test('says which file is missing or bad', async () => {
    await expect(run('--sod', join(folder, 'none'))).rejects.toThrow('no such file')
    await expect(run('--dg1', file('text', Buffer.from('hello')))).rejects.toThrow('DG1 cannot')
    await expect(run('--master-list', file('no.ml', Buffer.from('hello')))).rejects.toThrow(
      'The master list cannot be read',
    )
    await expect(run('--crl', list)).rejects.toThrow('of use only with --master-list')
    await expect(
      run('--master-list', list, '--list-signer', file('other.der', other.der)),
    ).rejects.toThrow('none of the signers given')
    await expect(run('--portrait', join(folder, 'no', 'x.jpg'))).rejects.toThrow(
      'cannot be written',
    )
  })
})
