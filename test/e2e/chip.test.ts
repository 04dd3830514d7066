import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { demoCases } from '../../src/cli/demo-cases'
import { buildMrz, type MrzFields } from '../../src/documents/mrz/build-mrz'
import { renderSpecimen } from '../../src/specimens/render-specimen'
import { dataGroup1, dataGroup2 } from '../chip/chip-files'
import { certify, ecKeys, LIST_SIGNING, masterList, securityObject } from '../chip/pki'
import { apiClient } from '../support/api'
import { eventually, startTestApp, type TestApp } from '../support/app'

const HOLDER: MrzFields = {
  documentCode: 'P',
  issuingState: 'UTO',
  nationality: 'UTO',
  documentNumber: 'L89890286',
  surname: 'LINDQVIST',
  givenNames: 'ASTRID ELEONORA',
  birthDate: '1994-08-12',
  sex: 'F',
  expiryDate: `${new Date().getUTCFullYear() + 6}-04-15`,
}

const csca = certify({ keys: ecKeys('brainpoolP256r1'), issuer: null, name: 'CSCA', ca: true })
const signer = certify({ keys: ecKeys('prime256v1'), issuer: csca, name: 'DS' })
const listKeys = { keys: ecKeys('prime256v1'), issuer: csca, purposes: [LIST_SIGNING] }
const listSigner = certify({ ...listKeys, name: 'List Signer' })

const folder = mkdtempSync(join(tmpdir(), 'countersign-trust-'))
const list = join(folder, 'list.ml')
writeFileSync(list, masterList([csca.der], listSigner))

type Chip = { sod: string; dg1: string; dg2: string }

let trusting: TestApp
let unconfigured: TestApp
let document: Uint8Array
let selfie: Uint8Array
let own: Buffer
let strange: Buffer

beforeAll(async () => {
  trusting = await startTestApp(['housekeeping'], { CSCA_MASTER_LIST: list })
  unconfigured = await startTestApp(['housekeeping'])
  await trusting.spawnWorker('verify')
  await unconfigured.spawnWorker('verify')
  const [genuine, stranger] = await demoCases(new Date())
  if (!genuine || !stranger) throw new Error('The demo has no cases.')
  selfie = genuine.selfie
  own = await portrait(genuine.selfie)
  strange = await portrait(stranger.selfie)
  const passport = { format: 'TD3', fields: HOLDER, portrait: own, seed: 7 } as const
  document = (await renderSpecimen({ ...passport, degrade: 'light' })).image
}, 180_000)
afterAll(async () => {
  await trusting.close()
  await unconfigured.close()
  rmSync(folder, { recursive: true, force: true })
})

const portrait = (photo: Uint8Array) => sharp(photo).resize(400).jpeg().toBuffer()

/** A chip that a state signed; `signed` is what its SOD was made over. */
function chip(face: Buffer, holder = HOLDER, signed = holder): Chip {
  const dg2 = dataGroup2(face)
  const dg1Of = (fields: MrzFields) => dataGroup1(buildMrz('TD3', fields))
  const sod = securityObject({ 1: dg1Of(signed), 2: dg2 }, signer)
  return base64({ sod, dg1: dg1Of(holder), dg2 })
}

function base64({ sod, dg1, dg2 }: Record<keyof Chip, Buffer>): Chip {
  return {
    sod: sod.toString('base64'),
    dg1: dg1.toString('base64'),
    dg2: dg2.toString('base64'),
  }
}

const RESULT = `status
  captures { id kind status imageSha256 width }
  checks { name outcome reasons { code evidence { captureId field measured } } }
  documentReading { fields { source name value captureId } agreements { left right result } }
  decision { outcome reasons { code evidence { field } } inputs { captureId kind sha256 } }`

/** A session with this chip, from its captures to the decision. */
async function decided(app: TestApp, files: Chip) {
  const api = apiClient(app.url, app.key)
  const sessionId = await api.newSession()
  await api.upload(sessionId, 'DOCUMENT_FRONT', document)
  await api.upload(sessionId, 'SELFIE', selfie)
  const { userErrors } = await api.mutate('captureChip', { sessionId, ...files })
  expect(userErrors).toEqual([])
  await api.mutate('kycSessionSubmit', { sessionId })
  const session = await eventually(async () => {
    const seen = await api.session(sessionId, RESULT)
    return seen.status !== 'PROCESSING' && seen
  }, 100)
  const check = (name: string) =>
    session.checks.find((each: { name: string }) => each.name === name)
  return { session, check }
}

const codesOf = ({ reasons }: { reasons: { code: string }[] }) => reasons.map(({ code }) => code)

test('a chip that a trusted state signed passes; its fields are read and its hash is an input', async () => {
  const { session, check } = await decided(trusting, chip(own))
  expect(check('CHIP_AUTHENTIC')).toMatchObject({ outcome: 'PASS', reasons: [] })
  expect(check('FACE_MATCH').outcome).toBe('PASS')
  expect(session.decision).toMatchObject({ outcome: 'APPROVED', reasons: [] })
  const kept = session.captures.find(({ kind }: { kind: string }) => kind === 'CHIP')
  expect(kept).toMatchObject({ status: 'READY', width: null })
  expect(session.documentReading.fields).toContainEqual({
    source: 'CHIP',
    name: 'SURNAME',
    value: 'LINDQVIST',
    captureId: kept.id,
  })
  const compared = session.documentReading.agreements.filter(
    ({ left, right }: { left: string; right: string }) => left === 'MRZ' && right === 'CHIP',
  )
  expect(new Set(compared.map(({ result }: { result: string }) => result))).toEqual(
    new Set(['AGREES']),
  )
  expect(session.decision.inputs).toContainEqual({
    captureId: kept.id,
    kind: 'CHIP',
    sha256: kept.imageSha256,
  })
}, 120_000)

test('a chip whose DG1 is not what was signed goes to a person, with the check that failed', async () => {
  const { session, check } = await decided(
    trusting,
    chip(own, HOLDER, { ...HOLDER, documentNumber: 'X12345678' }),
  )
  expect(session.status).toBe('IN_REVIEW')
  expect(check('CHIP_AUTHENTIC').outcome).toBe('FAIL')
  expect(session.decision.reasons).toEqual([
    { code: 'CHIP_NOT_AUTHENTIC', evidence: { field: 'DATA_GROUP_HASHES' } },
  ])
}, 120_000)

test('a chip that says something else than the printed zone goes to a person', async () => {
  const { session, check } = await decided(trusting, chip(own, { ...HOLDER, givenNames: 'ASTRID' }))
  expect(check('CHIP_AUTHENTIC').outcome).toBe('PASS')
  expect(session.status).toBe('IN_REVIEW')
  expect(codesOf(check('FIELDS_AGREE'))).toContain('FIELD_MISMATCH')
}, 120_000)

test('the selfie is compared with the portrait of a chip that is proven', async () => {
  const { session, check } = await decided(trusting, chip(strange))
  expect(check('CHIP_AUTHENTIC').outcome).toBe('PASS')
  expect(check('FACE_MATCH').outcome).toBe('FAIL')
  expect(codesOf(session.decision)).toEqual(['FACE_MISMATCH'])
}, 120_000)

test('without a master list the chip is not verified, says so, and its portrait does not count', async () => {
  const { session, check } = await decided(unconfigured, chip(strange))
  expect(check('CHIP_AUTHENTIC')).toMatchObject({
    outcome: 'SKIPPED',
    reasons: [
      {
        code: 'CHIP_UNVERIFIED',
        evidence: { measured: expect.stringContaining('master list') },
      },
    ],
  })
  expect(check('FACE_MATCH').outcome).toBe('PASS')
  expect(session.decision).toMatchObject({ outcome: 'APPROVED', reasons: [] })
}, 120_000)

test('a later chip replaces an earlier one, and what is kept has the hash that is told', async () => {
  const api = apiClient(unconfigured.url, unconfigured.key)
  const sessionId = await api.newSession()
  const first = await api.mutate('captureChip', { sessionId, ...chip(own) })
  const files = chip(strange)
  const second = await api.mutate('captureChip', { sessionId, ...files }, 'id imageSha256')
  const { captures } = await api.session(sessionId, 'captures { id status }')
  expect(captures).toEqual([
    { id: first.result.id, status: 'REPLACED' },
    { id: second.result.id, status: 'READY' },
  ])
  const [organization] = await unconfigured.deps.organizations.list()
  const stored = await unconfigured.deps.captures.get(organization?.id ?? '', second.result.id)
  const bytes = await unconfigured.deps.blobs.get(stored.imageKey ?? '')
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(second.result.imageSha256)
  expect(JSON.parse(Buffer.from(bytes).toString())).toEqual(files)
})

const cut = (text: string) => Buffer.from(text, 'base64').subarray(0, -3).toString('base64')
const large = (bytes: number) => Buffer.alloc(bytes, 0x75).toString('base64')

test.each<[string, (files: Chip) => Partial<Chip>, string, RegExp]>([
  ['characters that are no base64', ({ sod }) => ({ sod: `!${sod}` }), 'sod', /not base64/],
  ['base64 with line breaks', ({ dg1 }) => ({ dg1: `${dg1}\n` }), 'dg1', /no line breaks/],
  ['an empty file', () => ({ dg1: '' }), 'dg1', /empty/],
  ['a SOD that breaks off', ({ sod }) => ({ sod: cut(sod) }), 'sod', /SOD cannot be read/],
  ['a DG1 that breaks off', ({ dg1 }) => ({ dg1: cut(dg1) }), 'dg1', /DG1 cannot be read/],
  ['DG1 in the place of DG2', ({ dg1 }) => ({ dg2: dg1 }), 'dg2', /DG2 cannot be read/],
  ['a SOD that is too large', () => ({ sod: large(65_536) }), 'sod', /at most 65535/],
  ['a DG2 that is too large', () => ({ dg2: large(200_001) }), 'dg2', /at most 200000/],
])('%s is refused, with the file and what to do', async (_name, change, field, message) => {
  const api = apiClient(unconfigured.url, unconfigured.key)
  const sessionId = await api.newSession()
  const files = chip(own)
  const refused = await api.mutate('captureChip', { sessionId, ...files, ...change(files) })
  expect(refused).toEqual({
    result: null,
    userErrors: [{ field, code: 'INVALID', message: expect.stringMatching(message) }],
  })
  expect((await api.session(sessionId, 'captures { kind status failure }')).captures).toEqual([
    { kind: 'CHIP', status: 'FAILED', failure: 'INVALID' },
  ])
  expect((await api.mutate('captureChip', { sessionId, ...files })).userErrors).toEqual([])
})

test('a portrait that is no whole JPEG is refused as DG2', async () => {
  const api = apiClient(unconfigured.url, unconfigured.key)
  const sessionId = await api.newSession()
  const dg2 = dataGroup2(own.subarray(0, 200)).toString('base64')
  const { userErrors } = await api.mutate('captureChip', { sessionId, ...chip(own), dg2 })
  expect(userErrors).toEqual([
    {
      field: 'dg2',
      code: 'IMAGE_DAMAGED',
      message: expect.stringContaining('The portrait in DG2 cannot be used.'),
    },
  ])
})

test('a session that is unknown, another organisation’s or closed takes no chip', async () => {
  const api = apiClient(unconfigured.url, unconfigured.key)
  const files = chip(own)
  const foreign = await apiClient(trusting.url, trusting.key).newSession()
  for (const sessionId of ['ses_none', foreign]) {
    const { userErrors } = await api.mutate('captureChip', { sessionId, ...files })
    expect(userErrors.map(({ code }) => code)).toEqual(['NOT_FOUND'])
  }
  const sessionId = await api.newSession()
  await api.mutate('kycSessionCancel', { sessionId })
  const { userErrors } = await api.mutate('captureChip', { sessionId, ...files })
  expect(userErrors).toEqual([
    { field: 'sessionId', code: 'CONFLICT', message: expect.stringContaining('CANCELLED') },
  ])
})

test('a chip is not announced as an upload', async () => {
  const api = apiClient(unconfigured.url, unconfigured.key)
  const sessionId = await api.newSession()
  const input = { sessionId, kind: 'CHIP' }
  const { userErrors } = await api.mutate('captureUploadCreate', input, 'uploadUrl')
  expect(userErrors).toEqual([
    { field: 'kind', code: 'INVALID', message: expect.stringContaining('captureChip') },
  ])
})

test('beyond the files of a chip, no request may be longer than 64 kB', async () => {
  const post = (query: string, variables: object) =>
    fetch(`${unconfigured.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${unconfigured.key}`,
      },
      body: JSON.stringify({ query, variables }),
    })
  const other = await post('query($id: ID!) { kycSession(id: $id) { id } }', {
    id: 'x'.repeat(70_000),
  })
  expect(other.status).toBe(413)
  const chips =
    'mutation($input: CaptureChipInput!) { captureChip(input: $input) { result { id } } }'
  const huge = { sessionId: 'x', sod: '', dg1: '', dg2: large(330_000) }
  expect((await post(chips, { input: huge })).status).toBe(413)
})

test('the doctor counts the country signers and says what vouches for the list', () => {
  const examine = (environment: object) => {
    const { LOG_LEVEL, NODE_ENV, ...inherited } = process.env
    const env = { ...inherited, DATA_DIR: folder, ...environment }
    const run = ['dist/src/cli/main.js', 'doctor', '--json']
    const { findings } = JSON.parse(execFileSync(process.execPath, run, { env, encoding: 'utf8' }))
    return findings.find(({ part }: { part: string }) => part === 'chips')
  }
  const voucher = join(folder, 'signer.der')
  writeFileSync(voucher, listSigner.der)
  expect(examine({}).says).toContain('no master list')
  expect(examine({ CSCA_MASTER_LIST: list })).toMatchObject({
    state: 'warning',
    says: expect.stringMatching(/^1 country signers.*vouched for only by the list itself$/),
  })
  expect(examine({ CSCA_MASTER_LIST: list, CSCA_LIST_SIGNERS: voucher })).toMatchObject({
    state: 'ok',
    says: expect.stringContaining('CN=List Signer'),
  })
}, 180_000)
