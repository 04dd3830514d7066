import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import * as evaluateMrz from '../../src/cli/evaluate-mrz'
import * as readDocument from '../../src/cli/read-document'
import * as specimen from '../../src/cli/specimen'

const folder = mkdtempSync(join(tmpdir(), 'countersign-mrz-'))
const card = join(folder, 'card.jpg')
const truthFile = join(folder, 'card.json')

async function run(...args: string[]): Promise<string> {
  const written: string[] = []
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  try {
    const program = new Command('countersign').exitOverride()
    for (const { register } of [evaluateMrz, readDocument, specimen]) register(program)
    await program.parseAsync(args, { from: 'user' })
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

function manifest(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

let lines: string[]
beforeAll(async () => {
  await run(
    'specimen',
    '--type',
    'TD3',
    '--seed',
    '12',
    '--degrade',
    'light',
    '--out',
    card,
    '--json',
    truthFile,
  )
  lines = JSON.parse(readFileSync(truthFile, 'utf8')).lines
})

describe('read-document', () => {
  test('prints one JSON object with the reading of each file', async () => {
    const { documents } = JSON.parse(await run('read-document', card, '--json'))
    expect(documents).toHaveLength(1)
    expect(documents[0]).toMatchObject({ path: card, format: 'TD3', lines, checksValid: true })
    expect(documents[0].msec).toBeGreaterThan(0)
  })

  test('prints a table for people', async () => {
    const text = await run('read-document', card)
    expect(text).toContain(lines[1])
    expect(text).toMatch(/check BIRTH_DATE +valid/)
  })

  test('names the file that is missing, empty or no image', async () => {
    await expect(run('read-document', join(folder, 'no.jpg'))).rejects.toThrow('no such file')
    await expect(run('read-document', manifest('empty.jpg', ''))).rejects.toThrow('is empty')
    await expect(run('read-document', manifest('text.jpg', 'hello'))).rejects.toThrow('text.jpg')
    await expect(run('read-document', folder)).rejects.toThrow('not a file')
  })
})

describe('evaluate mrz', () => {
  test('reports exact documents, rates with intervals, times and memory', async () => {
    const rows = `path,type,line1,line2,line3,note\ncard.jpg,TD3,${lines[0]},${lines[1]},,x\ncard.jpg,TD3,${lines[0]?.replace('UTO', 'XXA')},${lines[1]},,y\n`
    const file = manifest('good.csv', rows)
    const report = JSON.parse(await run('evaluate', 'mrz', '--manifest', file, '--json'))
    expect(report).toMatchObject({
      documents: 2,
      exactDocuments: 1,
      exactLines: 3,
      checksValid: 2,
      validButWrong: 1,
    })
    expect(report.intervals.exactDocuments).toMatchObject({ count: 1, of: 2, rate: 0.5 })
    expect(report.wrong[0]).toMatchObject({ path: 'card.jpg', read: lines })
    for (const key of [
      'characterAccuracy',
      'msMedian',
      'msP95',
      'cpuMsMedian',
      'peakRssMb',
      'validButWrongUnflagged',
    ])
      expect(typeof report[key]).toBe('number')
    expect(await run('evaluate', 'mrz', '--manifest', file)).toMatch(
      /read exactly +1 of 2 = 50\.0 %/,
    )
  })

  test.each([
    ['no such file', 'nowhere.csv', null],
    ['is empty', 'blank.csv', ''],
    ['column line2 is missing', 'columns.csv', 'path,type,line1\ncard.jpg,TD3,A\n'],
    ['line 2: 3 values', 'half.csv', 'path,type,line1,line2\ncard.jpg,TD3,P<UTO\n'],
    ['line 2: type is "TD9"', 'type.csv', 'path,type,line1,line2\ncard.jpg,TD9,A,B\n'],
    ['line 2: a TD3 has 2 lines of 44', 'short.csv', 'path,type,line1,line2\ncard.jpg,TD3,A,B\n'],
    ['line 2: gone.jpg does not exist', 'gone.csv', 'path,type,line1,line2\ngone.jpg,TD3,A,B\n'],
  ])('refuses a manifest: %s', async (message, name, text) => {
    const file = text === null ? join(folder, name) : manifest(name, text)
    await expect(run('evaluate', 'mrz', '--manifest', file, '--json')).rejects.toThrow(message)
  })
})

describe('specimen', () => {
  test('says what is wrong with a seed, an edit or a folder', async () => {
    const out = join(folder, 'x.jpg')
    await expect(run('specimen', '--seed', 'one', '--out', out)).rejects.toThrow('whole number')
    await expect(run('specimen', '--edit-number', 'A', '--out', out)).rejects.toThrow(
      'edited number',
    )
    await expect(run('specimen', '--out', join(folder, 'no', 'x.jpg'))).rejects.toThrow(
      'cannot be written',
    )
  })
})
