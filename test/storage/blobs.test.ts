import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Blobs } from '../../src/deps'
import { openBlobs } from '../../src/storage/blobs'
import { startS3 } from '../support/s3'

type Opened = { blobs: Blobs; close(): Promise<void> }

async function openFolder(): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'blobs-'))
  const close = () => rm(folder, { recursive: true })
  return { blobs: openBlobs(`file:${join(folder, 'not', 'there', 'yet')}`), close }
}

async function openBucket(): Promise<Opened> {
  const { endpoint, close } = await startS3('captures')
  const url = `s3://captures/some/prefix?endpoint=${endpoint}&region=us-east-1&forcePathStyle=true`
  return { blobs: openBlobs(url), close }
}

async function listed(blobs: Blobs) {
  const entries = []
  for await (const entry of blobs.list()) entries.push(entry)
  return entries.sort((a, b) => (a.key < b.key ? -1 : 1))
}

describe.each([
  ['a folder', openFolder],
  ['an S3 bucket', openBucket],
])('blobs in %s', (_, open) => {
  let opened: Opened
  let blobs: Blobs
  beforeAll(async () => {
    opened = await open()
    blobs = opened.blobs
  })
  afterAll(() => opened.close())

  test('an empty store has no entries', async () => {
    expect(await listed(blobs)).toEqual([])
  })

  test('what was put is got, byte for byte', async () => {
    for (const byteLength of [0, 1, 65_536, 10_000_000]) {
      const bytes = randomBytes(byteLength)
      await blobs.put('tenant-1/session_2/file.bin', bytes)
      expect(bytes.equals(await blobs.get('tenant-1/session_2/file.bin'))).toBe(true)
    }
    await blobs.delete('tenant-1/session_2/file.bin')
  })

  test('an object exists from its put to its deletion', async () => {
    expect(await blobs.exists('here')).toBe(false)
    await blobs.put('here', Buffer.from('x'))
    expect(await blobs.exists('here')).toBe(true)
    await blobs.delete('here')
    expect(await blobs.exists('here')).toBe(false)
  })

  test('a view of a larger buffer is put alone', async () => {
    await blobs.put('view', randomBytes(100).subarray(10, 20))
    expect(await blobs.get('view')).toHaveLength(10)
    await blobs.delete('view')
  })

  test('a second put replaces the first', async () => {
    await blobs.put('twice', Buffer.from('a longer first'))
    await blobs.put('twice', Buffer.from('second'))
    expect(Buffer.from(await blobs.get('twice')).toString()).toBe('second')
    await blobs.delete('twice')
  })

  test('puts of one key at the same time leave one of them whole', async () => {
    const bodies = Array.from({ length: 8 }, (__, i) => Buffer.alloc(100_000, i))
    await Promise.all(bodies.map((body) => blobs.put('raced', body)))
    const won = Buffer.from(await blobs.get('raced'))
    expect(bodies.some((body) => body.equals(won))).toBe(true)
    await blobs.delete('raced')
  })

  test('getting what is not there throws', async () => {
    await expect(blobs.get('nothing/here')).rejects.toThrow()
  })

  test('deleting is final and may be repeated', async () => {
    await blobs.put('gone', Buffer.from('x'))
    await blobs.delete('gone')
    await blobs.delete('gone')
    await expect(blobs.get('gone')).rejects.toThrow()
  })

  test('the list has every key with its size and time', async () => {
    const before = Date.now()
    await blobs.put('a/b/c', Buffer.alloc(3))
    await blobs.put('a/b-c', Buffer.alloc(5))
    await blobs.put('Z.9_', Buffer.alloc(7))
    const entries = await listed(blobs)
    const sizes = entries.map(({ key, byteLength }) => [key, byteLength])
    expect(sizes).toEqual([
      ['Z.9_', 7],
      ['a/b-c', 5],
      ['a/b/c', 3],
    ])
    for (const { key, modifiedAt } of entries) {
      expect(Math.abs(modifiedAt.getTime() - before)).toBeLessThan(60_000)
      await blobs.delete(key)
    }
    expect(await listed(blobs)).toEqual([])
  })

  test('the check passes and leaves nothing behind', async () => {
    await blobs.check()
    expect(await listed(blobs)).toEqual([])
  })

  const traversals = ['../x', 'a/../b', '/etc/passwd', './x', '..', '.', 'a//b', 'a/', 'a\\b']
  test.each([...traversals, '', 'a\0b', 'a+b', 'a b', 'ä', 'a%2fb', 'x'.repeat(201)])(
    'the key %j is refused',
    async (key) => {
      await expect(blobs.put(key, Buffer.from('x'))).rejects.toThrow('Not a blob key')
      await expect(blobs.get(key)).rejects.toThrow('Not a blob key')
      await expect(blobs.delete(key)).rejects.toThrow('Not a blob key')
    },
  )
})

test.each([
  ['ftp://x', 'must be a file: or an s3: URL'],
  ['./data', 'must be a file: or an s3: URL'],
  ['s3:///prefix', 'names no bucket'],
  ['s3://key:secret@bucket', 'through the AWS environment'],
  ['s3://bucket?regoin=x', 'Unknown S3 parameter regoin'],
])('the URL %s is refused with advice', (url, message) => {
  expect(() => openBlobs(url)).toThrow(message)
})

test('the check fails when the store cannot be reached or written', async () => {
  const bucket = openBlobs('s3://none?endpoint=http://127.0.0.1:9&region=x&forcePathStyle=true')
  await expect(bucket.check()).rejects.toThrow()
  await expect(openBlobs('file:package.json/none').check()).rejects.toThrow()
})

test('a list that comes in pages is read to its end', async () => {
  // s3rver cannot make continuation tokens on OpenSSL 3, so this server is the test's own.
  const object = (key: string) =>
    `<Contents><Key>p/${key}</Key><Size>1</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>`
  const page = (body: string) => `<?xml version="1.0"?><ListBucketResult>${body}</ListBucketResult>`
  const more = '<IsTruncated>true</IsTruncated><NextContinuationToken>t/2</NextContinuationToken>'
  const server = createServer((request, response) => {
    const token = new URL(`http://x${request.url}`).searchParams.get('continuation-token')
    response.setHeader('content-type', 'application/xml')
    response.end(token === 't/2' ? page(object('second')) : page(object('first') + more))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  try {
    const endpoint = `http://127.0.0.1:${port}`
    const blobs = openBlobs(`s3://b/p?endpoint=${endpoint}&region=x&forcePathStyle=true`)
    expect((await listed(blobs)).map(({ key }) => key)).toEqual(['first', 'second'])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
