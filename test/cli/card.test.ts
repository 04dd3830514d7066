import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import { register } from '../../src/cli/card'
import { PORTRAIT, photograph } from '../../src/cli/demo-cases'

const folder = mkdtempSync(join(tmpdir(), 'countersign-card-'))

afterAll(() => rmSync(folder, { recursive: true }))

async function card(...args: string[]): Promise<string> {
  const out = join(folder, 'accuracy.md')
  const silent = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(() => true),
  )
  try {
    const program = new Command('countersign').exitOverride()
    register(program)
    await program.parseAsync(['card', '--out', out, ...args], { from: 'user' })
  } finally {
    for (const spy of silent) spy.mockRestore()
  }
  return readFileSync(out, 'utf8')
}

test('pairs that are given are evaluated, and the rest is said to be left out', async () => {
  writeFileSync(join(folder, 'one.jpg'), await photograph(PORTRAIT))
  const other = { sample: 6, x: 1390, y: 130, width: 480, height: 480 }
  writeFileSync(join(folder, 'two.jpg'), await photograph(other))
  const list = join(folder, 'pairs.csv')
  writeFileSync(list, 'a,b,same\none.jpg,one.jpg,1\none.jpg,two.jpg,0\n')
  const text = await card('--pairs', list)
  expect(text).toContain('2 pairs: 1 of one person, 1 of two; in 0 a face was not found')
  expect(text).toContain('The back end was not fitted on this list')
  expect(text.match(/Not measured for this card/g)).toHaveLength(3)
  expect(text).toContain('`face-embedding`')
  expect(text).toMatch(/cross-validated by person in \d+ parts/)
})

test('an evaluation that fails is named, and nothing is written over', async () => {
  const gone = join(folder, 'gone.csv')
  await expect(card('--mrz', gone)).rejects.toThrow('evaluate mrz --manifest failed.')
})
