import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { anotherKey } from '../support/another-key'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'

let app: TestApp
let api: ReturnType<typeof apiClient>
let sessionId: string

beforeAll(async () => {
  app = await startTestApp([])
  api = apiClient(app.url, app.key)
  sessionId = await api.newSession()
})
afterAll(() => app.close())

const photo = (width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background: '#a0b0c0' } })
    .jpeg()
    .toBuffer()
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const codesOf = ({ userErrors }: { userErrors: { code: string }[] }) =>
  userErrors.map(({ code }) => code)

test.each([
  ['a text file named .jpg', () => Buffer.from('this is no image'), 'IMAGE_UNSUPPORTED'],
  [
    'an SVG',
    () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    'IMAGE_UNSUPPORTED',
  ],
  ['a 30 megapixel image', () => photo(6000, 5000), 'IMAGE_TOO_MANY_PIXELS'],
  ['a JPEG cut in half', async () => (await photo(2000, 1500)).subarray(0, 300), 'IMAGE_DAMAGED'],
])('%s is refused with what to do, and a new capture can follow', async (_name, make, code) => {
  const { put, complete, captureId } = await api.upload(sessionId, 'SELFIE', await make())
  expect(put.status).toBe(201)
  expect(complete.result).toBeNull()
  expect(codesOf(complete)).toEqual([code])
  expect(complete.userErrors[0]?.message.length).toBeGreaterThan(20)
  const { captures } = await api.session(sessionId, 'captures { id status failure }')
  expect(captures.find((capture: { id: string }) => capture.id === captureId)).toMatchObject({
    status: 'FAILED',
    failure: code,
  })
  const next = await api.upload(sessionId, 'SELFIE', await photo())
  expect(next.complete).toMatchObject({ result: { status: 'READY' }, userErrors: [] })
})

test('an empty file is refused and leaves the address usable', async () => {
  const { uploadUrl } = await api.announce(sessionId, 'SELFIE')
  const empty = await api.put(uploadUrl, new Uint8Array())
  expect([empty.status, (await empty.json()).code]).toEqual([400, 'UPLOAD_EMPTY'])
  expect((await api.put(uploadUrl, await photo())).status).toBe(201)
})

test('a second PUT on the same address is refused and changes nothing', async () => {
  const { captureId, uploadUrl } = await api.announce(sessionId, 'SELFIE')
  const bytes = await photo()
  expect((await api.put(uploadUrl, bytes)).status).toBe(201)
  const second = await api.put(uploadUrl, await photo(800, 600))
  expect([second.status, (await second.json()).code]).toEqual([409, 'UPLOAD_ALREADY_DONE'])
  expect(
    await api.mutate('captureComplete', { captureId, sha256: hashOf(bytes) }, 'status'),
  ).toMatchObject({ result: { status: 'READY' } })
})

test('of ten PUTs at once on one address exactly one is taken', async () => {
  const { uploadUrl } = await api.announce(sessionId, 'SELFIE')
  const bytes = await photo()
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.put(uploadUrl, bytes)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)])
})

test('a wrong sha256 is refused', async () => {
  const { captureId, uploadUrl } = await api.announce(sessionId, 'SELFIE')
  await api.put(uploadUrl, await photo())
  const answer = await api.mutate('captureComplete', { captureId, sha256: '0'.repeat(64) })
  expect(codesOf(answer)).toEqual(['SHA256_MISMATCH'])
  expect(answer.userErrors[0]?.field).toBe('sha256')
})

test('an upload that never comes is said so', async () => {
  const { captureId } = await api.announce(sessionId, 'SELFIE')
  expect(
    codesOf(await api.mutate('captureComplete', { captureId, sha256: '0'.repeat(64) })),
  ).toEqual(['UPLOAD_MISSING'])
})

test('a changed, a foreign and an expired address are refused', async () => {
  const { captureId, uploadUrl } = await api.announce(sessionId, 'SELFIE')
  const bytes = await photo()
  expect((await api.put(uploadUrl.replace('signature=', 'signature=x'), bytes)).status).toBe(403)
  expect(
    (await api.put(uploadUrl.replace(/expires=\d+/, 'expires=9999999999'), bytes)).status,
  ).toBe(403)
  expect((await api.put(`${app.url}/uploads/${captureId}`, bytes)).status).toBe(403)
  const past = app.deps.uploads.addressOf(captureId, new Date(Date.now() - 1000))
  expect((await api.put(past, bytes)).status).toBe(410)
  expect((await fetch(uploadUrl)).status).toBe(405)
})

test('a file over 10 MB is refused', async () => {
  const { uploadUrl } = await api.announce(sessionId, 'SELFIE')
  const outcome = await api.put(uploadUrl, new Uint8Array(10_000_001)).then(
    ({ status }) => status,
    () => 413, // the server may hang up before all is sent
  )
  expect(outcome).toBe(413)
})

test('submitting without a selfie names what is missing, and nothing is lost', async () => {
  const id = await api.newSession()
  await api.upload(id, 'DOCUMENT_FRONT', await photo())
  const answer = await api.mutate('kycSessionSubmit', { sessionId: id })
  expect(codesOf(answer)).toEqual(['CAPTURE_MISSING'])
  expect(answer.userErrors[0]?.message).toContain('SELFIE')
  expect(await api.session(id, 'status captures { status }')).toEqual({
    status: 'AWAITING_CAPTURE',
    captures: [{ status: 'READY' }],
  })
})

test('of five submissions at once exactly one starts the checks', async () => {
  const id = await api.newSession()
  await api.upload(id, 'DOCUMENT_FRONT', await photo())
  await api.upload(id, 'SELFIE', await photo())
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => api.mutate('kycSessionSubmit', { sessionId: id })),
  )
  expect(answers.filter(({ result }) => result)).toHaveLength(1)
  expect(answers.flatMap(codesOf)).toEqual(Array(4).fill('CONFLICT'))
  const { history } = await api.session(id, 'history { trigger }')
  expect(history).toEqual([{ trigger: 'CREATE' }, { trigger: 'SUBMIT' }])
})

test('ids that do not exist, or are another organisation’s, are not found', async () => {
  const stranger = apiClient(app.url, await anotherKey(app))
  expect(await stranger.session(sessionId, 'id')).toBeNull()
  expect(
    (await stranger.ask('query($id: ID!) { node(id: $id) { id } }', { id: sessionId })).data.node,
  ).toBeNull()
  for (const id of [sessionId, 'nonsense', `ses_${'0'.repeat(32)}`])
    expect(codesOf(await stranger.mutate('kycSessionSubmit', { sessionId: id }))).toEqual([
      'NOT_FOUND',
    ])
  expect((await stranger.ask('{ kycSessions { nodes { id } } }')).data.kycSessions.nodes).toEqual(
    [],
  )
})
