import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import sharp from 'sharp'
import type { Images } from '../../src/deps'
import { AppError } from '../../src/errors'
import { createImages } from '../../src/inference/images'
import { guardPids, peakRssMb, photo } from '../support/images'

const run = promisify(execFile)
const opened: Images[] = []
const open = (options?: Parameters<typeof createImages>[0]) => {
  const images = createImages(options)
  opened.push(images)
  return images
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((images) => images.close()))
})

/** A child process program of the test's own, in a folder that is removed afterwards. */
async function withChild(source: string, use: (childFile: string) => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'guard-'))
  try {
    const childFile = join(folder, 'child.cjs')
    await writeFile(childFile, source)
    await use(childFile)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('the child is started at the first image, has no environment of ours, and ends at close', async () => {
  const images = open()
  expect(guardPids()).toEqual([])
  await images.normalize(await photo(300, 300))
  const [pid] = guardPids()
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8')
  const names = environment.split('\0').map((line) => line.split('=')[0])
  expect(
    names.filter(
      (name) =>
        name &&
        !['MALLOC_ARENA_MAX', 'PWD', 'OLDPWD', '_'].includes(name) &&
        !name.startsWith('NODE_CHANNEL'),
    ),
  ).toEqual([])
  expect(await readFile(`/proc/${pid}/limits`, 'utf8')).toMatch(/Max data size\s+805306368/)
  await images.close()
  expect(guardPids()).toEqual([])
})

test('concurrent images each get their own answer', async () => {
  const images = open()
  const widths = Array.from({ length: 12 }, (_, i) => 200 + i)
  const answers = await Promise.all(
    widths.map(async (width) => (await images.normalize(await photo(width, 200))).width),
  )
  expect(answers).toEqual(widths)
  expect(guardPids()).toHaveLength(1)
})

test('a child killed while it decodes fails that image only', async () => {
  const images = open()
  const large = await sharp(await photo(5000, 5000))
    .jpeg({ progressive: true })
    .toBuffer()
  await images.normalize(await photo(300, 300))
  const [pid] = guardPids()
  const first = images.normalize(large)
  const second = images.normalize(await photo(300, 300))
  setTimeout(() => process.kill(Number(pid), 'SIGKILL'), 50)
  await expect(first).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
  await expect(second).resolves.toMatchObject({ width: 300 })
  expect(guardPids()).not.toEqual([pid])
})

test('a child killed while it is idle is replaced', async () => {
  const images = open()
  await images.normalize(await photo(300, 300))
  process.kill(Number(guardPids()[0]), 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 100))
  await expect(images.normalize(await photo(300, 300))).resolves.toMatchObject({ width: 300 })
})

test('an image that takes too long is given up and its child is ended', async () => {
  await withChild(
    "process.on('message', () => { for (;;); }); process.send('ready')",
    async (childFile) => {
      const images = open({ childFile, timeLimitMs: 200 })
      const bytes = await photo(300, 300)
      for (const _ of [1, 2]) {
        await expect(images.normalize(bytes)).rejects.toMatchObject({ code: 'IMAGE_DAMAGED' })
      }
    },
  )
})

test('a child that runs out of memory fails that image only', async () => {
  const source =
    "process.on('uncaughtException', () => process.exit(9)); process.on('message', () => { const a = []; for (;;) a.push(Buffer.alloc(1e8, 1)) }); process.send('ready')"
  await withChild(source, async (childFile) => {
    const images = open({ childFile })
    await expect(images.normalize(await photo(300, 300))).rejects.toMatchObject({
      code: 'IMAGE_DAMAGED',
    })
  })
})

test('a child that cannot start is our fault, not the image’s', async () => {
  await withChild('process.exit(3)', async (childFile) => {
    const error = await open({ childFile })
      .normalize(await photo(300, 300))
      .catch((e) => e)
    expect(error).not.toBeInstanceOf(AppError)
    expect(error.message).toContain('did not start')
  })
})

test('an idle child does not hold the process open and ends with it, even when that is killed', async () => {
  const root = process.cwd()
  const use = `
    const { createImages } = require('${root}/dist/src/inference/images.js')
    const { readFileSync } = require('node:fs')
    createImages().normalize(readFileSync(process.argv[1])).then(() => process.argv[2] && process.kill(process.pid, 'SIGKILL'))`
  await withChild('', async (childFile) => {
    const file = `${childFile}.jpg`
    await writeFile(file, await photo(300, 300))
    await run(process.execPath, ['-e', use, file], { timeout: 20_000 })
    await run(process.execPath, ['-e', use, file, 'kill'], { timeout: 20_000 }).catch(
      () => undefined,
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    const { stdout } = await run('sh', [
      '-c',
      `for p in /proc/[0-9]*; do s=$(cat $p/stat 2>/dev/null); c=$(tr '\\0' ' ' < $p/cmdline 2>/dev/null); case "$c" in *image-guard-child*) echo "$s" | cut -d' ' -f4;; esac; done`,
    ])
    expect(stdout.split('\n').filter((parent) => parent === '1' || parent === '0')).toEqual([])
  })
})

test('300 mutants of good files neither crash the parent nor hang nor grow the child', async () => {
  const images = open()
  const good = await photo(400, 300)
  const seeds = [good, await sharp(good).png().toBuffer(), await sharp(good).webp().toBuffer()]
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.integer({ min: 0, max: 255 }),
  })
  const mutant = fc.record({
    seed: fc.constantFrom(...seeds),
    edits: fc.array(edit, { minLength: 1, maxLength: 20 }),
    cut: fc.double({ min: 0.1, max: 1, noNaN: true }),
    whole: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(mutant, async ({ seed, edits, cut, whole }) => {
      const bytes = Buffer.from(whole ? seed : seed.subarray(0, Math.ceil(seed.length * cut)))
      for (const { at, value } of edits) bytes[Math.floor(at * (bytes.length - 1))] = value
      const error = await images.normalize(bytes).then(
        () => null,
        (e) => e,
      )
      if (error) expect(error).toBeInstanceOf(AppError)
    }),
    { numRuns: 300, seed: 20_260_101 },
  )
  expect(peakRssMb(Number(guardPids()[0]))).toBeLessThan(300)
})

test('so many images wait for the child; the next is told to come back', async () => {
  const images = open()
  const picture = await photo(200, 200)
  const answers = await Promise.allSettled(
    Array.from({ length: 40 }, () => images.normalize(picture)),
  )
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? answer.reason : []))
  expect(refused).toHaveLength(8)
  for (const error of refused)
    expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterSec: 2 })
  expect((await images.normalize(picture)).width).toBe(200)
})
