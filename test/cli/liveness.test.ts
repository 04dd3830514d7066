import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import sharp from 'sharp'
import * as checkLiveness from '../../src/cli/check-liveness'
import * as evaluateLiveness from '../../src/cli/evaluate-liveness'

const PHOTOS = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo')
const folder = mkdtempSync(join(tmpdir(), 'countersign-liveness-'))

async function run(...args: string[]): Promise<string> {
  const written: string[] = []
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  try {
    const program = new Command('countersign').exitOverride()
    for (const { register } of [checkLiveness, evaluateLiveness]) register(program)
    await program.parseAsync(args, { from: 'user' })
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

function manifest(name: string, ...lines: string[]): string {
  const file = join(folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

beforeAll(async () => {
  const photo = sharp(join(PHOTOS, 'sample1.jpg'))
  await photo.clone().jpeg().toFile(join(folder, 'photo.jpg'))
  await photo.clone().modulate({ brightness: 0.9 }).jpeg().toFile(join(folder, 'other.jpg'))
  await sharp({ create: { width: 300, height: 300, channels: 3, background: 'grey' } })
    .jpeg()
    .toFile(join(folder, 'empty-wall.jpg'))
})

afterAll(() => rmSync(folder, { recursive: true }))

test('check-liveness prints a score for every picture, and none without a face', async () => {
  const files = [join(folder, 'photo.jpg'), join(folder, 'empty-wall.jpg')]
  const { threshold, results } = JSON.parse(await run('check-liveness', ...files, '--json'))
  expect(threshold).toBe(0.5)
  expect(results[0]).toMatchObject({ path: files[0], live: true })
  expect(results[0].score).toBeGreaterThan(0.9)
  expect(results[1]).toEqual({ path: files[1], face: null, score: null, live: false })
  expect(await run('check-liveness', ...files)).toMatch(
    /photo\.jpg: looks live .*\n {2}MOIRE .*\n {2}GAMUT .*\n {2}SPECULAR .*\n {2}BORDER .*\n.*no face was found/,
  )
})

test('evaluate liveness reports errors per label at the agreed keys', async () => {
  const file = manifest(
    'all.csv',
    'path,label',
    'photo.jpg,live',
    'photo.jpg,replay',
    'empty-wall.jpg,print',
  )
  const report = JSON.parse(await run('evaluate', 'liveness', '--manifest', file, '--json'))
  expect(report).toMatchObject({
    items: 3,
    apcer: { replay: 1, print: 0 },
    bpcer: 0,
    threshold: 0.5,
    wrongCount: 1,
  })
  expect(report.cpuMsMedian).toBeGreaterThan(0)
  expect(report.intervals.apcer.replay.low).toBeGreaterThan(0)
  expect(await run('evaluate', 'liveness', '--manifest', file)).toMatch(
    /replay taken for live +100\.0 %/,
  )
})

test('evaluate liveness judges the pictures of a burst as one, by their mean', async () => {
  const file = manifest(
    'bursts.csv',
    'path,label,burst',
    'photo.jpg,live,a',
    'other.jpg,live,a',
    'empty-wall.jpg,live,a',
    'photo.jpg,live,',
    'other.jpg,live,',
  )
  const report = JSON.parse(await run('evaluate', 'liveness', '--manifest', file, '--json'))
  expect(report).toMatchObject({ pictures: 5, items: 3, failuresToAcquire: 0, wrongCount: 0 })
  const single = manifest(
    'turned.csv',
    'path,label,burst',
    'photo.jpg,print,b',
    'other.jpg,print,b',
  )
  const { wrong } = JSON.parse(await run('evaluate', 'liveness', '--manifest', single, '--json'))
  const files = ['photo.jpg', 'other.jpg'].map((name) => join(folder, name))
  const { results } = JSON.parse(await run('check-liveness', ...files, '--json'))
  expect(wrong).toHaveLength(1)
  expect(wrong[0].path).toBe('b')
  expect(wrong[0].network).toBeCloseTo((results[0].network + results[1].network) / 2, 6)
})

test('a burst with two labels is refused', async () => {
  const file = manifest('mixed.csv', 'path,label,burst', 'photo.jpg,live,a', 'photo.jpg,print,a')
  await expect(run('evaluate', 'liveness', '--manifest', file)).rejects.toThrow(
    /line 3: burst a is live above and print here/,
  )
})

test.each([
  ['an unknown label', 'photo.jpg,twin', /line 2: label is "twin"; it must be one of live, print/],
  ['a wrong path', 'gone.jpg,live', /line 2: gone\.jpg does not exist/],
  ['no path', ',live', /line 2: path is empty/],
])('%s is refused, naming the line', async (name, row, message) => {
  const evaluated = run(
    'evaluate',
    'liveness',
    '--manifest',
    manifest(`${name}.csv`, 'path,label', row),
  )
  await expect(evaluated).rejects.toMatchObject({
    name: 'CliError',
    message: expect.stringMatching(message),
  })
})
