import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { inviteMember } from '../../src/access/members'
import { breachedPasswords } from '../../src/storage/breached-passwords'
import { startTestApp, type TestApp } from '../support/app'
import { auth, newMember, OPERATOR, PASSWORD, someAddress } from '../support/members'

const BREACHED = 'a phrase that was leaked elsewhere'
const FRESH = 'a phrase of my own making'

const folder = mkdtempSync(join(tmpdir(), 'countersign-breached-'))
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()
/** As the downloader writes them, here with the ranges that the test asks for. */
const range = (text: string, lines: string[]) =>
  writeFileSync(join(folder, `${sha1(text).slice(0, 5)}.txt`), lines.join('\r\n'))

let app: TestApp
beforeAll(async () => {
  const others = [`${'0'.repeat(35)}:3`, `${'F'.repeat(35)}:1`]
  writeFileSync(join(folder, '00000.txt'), others.join('\r\n'))
  for (const fine of [FRESH, PASSWORD]) range(fine, others)
  range(BREACHED, [others[0] ?? '', `${sha1(BREACHED).slice(5)}:17`, others[1] ?? ''])
  app = await startTestApp([], { BREACHED_PASSWORDS: folder })
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

describe('tenant: a password that is known from a breach', () => {
  test('is chosen by nobody, neither at first nor later; one that is not goes on', async () => {
    const operator = { ...OPERATOR, tenantId: app.tenantId }
    const email = someAddress()
    const { token } = await inviteMember(app.deps, operator, { email, roles: ['AUDITOR'] })
    const refused = await auth(app, 'invitation', { token, password: BREACHED })
    expect([refused.status, refused.body['message']]).toEqual([
      400,
      'This password is known from a breach elsewhere; choose another.',
    ])
    const { cookie } = await newMember(app, app.tenantId, ['AUDITOR'])
    const change = (password: string) =>
      auth(app, 'password', { current: PASSWORD, password }, { cookie })
    expect((await change(BREACHED)).body['code']).toBe('INVALID')
    expect((await change(FRESH)).status).toBe(200)
  })

  test('is looked for by its whole hash, as it was typed', async () => {
    const { has } = breachedPasswords(folder)
    expect(await has(BREACHED)).toBe(true)
    const cut = sha1(BREACHED).slice(5, -1)
    range(BREACHED, [`${cut}:1`, `${cut}G:1`])
    expect(await has(BREACHED)).toBe(false)
    await expect(has(BREACHED.toUpperCase())).rejects.toThrow('ENOENT') // its range is not here
  })

  test('is in a folder of these files, or the process does not start', () => {
    expect(() => breachedPasswords(tmpdir())).toThrow('00000.txt')
  })
})
