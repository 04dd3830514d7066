import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openBlobs } from '../../src/storage/blobs'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Writes objects that begin with the digest of their rest, over and over, until it is killed. */
const WRITER = `
  const { createHash, randomBytes } = require('node:crypto')
  const { openBlobs } = require('./dist/src/storage/blobs.js')
  const blobs = openBlobs('file:' + process.argv[1])
  const write = async (name) => {
    for (let i = 0; ; i++) {
      const rest = randomBytes(50_000 + i)
      const bytes = Buffer.concat([createHash('sha256').update(rest).digest(), rest])
      await blobs.put(name + '/' + (i % 7), bytes)
      process.stdout.write('.')
    }
  }
  for (const name of ['a', 'b', 'c']) write(name)
`

const untilItWrites = (child: ChildProcess) =>
  new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('exit', () => reject(new Error('The writer ended; is dist built?')))
  })

test('killed writers leave whole objects only', async () => {
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, ['-e', WRITER, folder], { stdio: ['ignore', 'pipe', 2] })
    await untilItWrites(child)
    await new Promise((resolve) => setTimeout(resolve, 20 + round * 13))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('close', resolve))
  }
  const blobs = openBlobs(`file:${folder}`)
  let seen = 0
  for await (const { key } of blobs.list()) {
    const bytes = await blobs.get(key)
    const digest = createHash('sha256').update(bytes.subarray(32)).digest()
    expect(digest.equals(bytes.subarray(0, 32))).toBe(true)
    seen++
  }
  expect(seen).toBeGreaterThanOrEqual(7)
})

test('files and folders are for their owner alone', async () => {
  const root = join(folder, 'blobs')
  const blobs = openBlobs(`file:${root}`)
  await blobs.put('a/b', Buffer.from('x'))
  const shard = (await readdir(root)).find((name) => name !== 'tmp')
  const modes = await Promise.all(
    [root, join(root, `${shard}`), join(root, `${shard}`, 'a+b')].map(
      async (path) => (await stat(path)).mode & 0o777,
    ),
  )
  expect(modes).toEqual([0o700, 0o700, 0o600])
})

test('what a crash left half-written is removed after an hour, not before', async () => {
  const temporary = join(folder, 'tmp')
  await mkdir(temporary)
  await writeFile(join(temporary, 'old'), 'x')
  await writeFile(join(temporary, 'new'), 'x')
  const hourAgo = new Date(Date.now() - 3_700_000)
  await utimes(join(temporary, 'old'), hourAgo, hourAgo)
  const blobs = openBlobs(`file:${folder}`)
  await blobs.put('a', Buffer.from('x'))
  expect(await readdir(temporary)).toEqual(['new'])
  const keys = []
  for await (const { key } of blobs.list()) keys.push(key)
  expect(keys).toEqual(['a'])
})

test('a store whose folder could not be made works as soon as it can', async () => {
  const root = join(folder, 'blobs')
  await writeFile(root, 'in the way')
  const blobs = openBlobs(`file:${root}`)
  await expect(blobs.put('a', Buffer.from('x'))).rejects.toThrow()
  await rm(root)
  await blobs.put('a', Buffer.from('x'))
  expect(await blobs.get('a')).toEqual(Buffer.from('x'))
})

test('a put that fails leaves no temporary file and no object', async () => {
  const blobs = openBlobs(`file:${folder}`)
  await blobs.put('first', Buffer.from('x'))
  const shard = createHash('sha256').update('second').digest('hex').slice(0, 2)
  await mkdir(join(folder, shard, 'second'), { recursive: true }) // rename cannot replace a folder
  await expect(blobs.put('second', Buffer.from('x'))).rejects.toThrow()
  expect(await readdir(join(folder, 'tmp'))).toEqual([])
})

test('the S3 library is not loaded for a folder', async () => {
  const source = `require('./dist/src/storage/blobs.js').openBlobs('file:${folder}').check().then(() =>
    console.log(Object.keys(require.cache).filter((file) => file.includes('aws-sdk')).length))`
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 2] })
  const output = await new Promise((resolve) =>
    child.stdout?.once('data', (data) => resolve(String(data).trim())),
  )
  expect(output).toBe('0')
})
