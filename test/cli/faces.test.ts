import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Command } from 'commander'
import sharp from 'sharp'
import * as checkLiveness from '../../src/cli/check-liveness'
import * as compareFaces from '../../src/cli/compare-faces'
import * as evaluateFaces from '../../src/cli/evaluate-faces'
import * as evaluateLiveness from '../../src/cli/evaluate-liveness'
import * as trainFaces from '../../src/cli/train-faces'

const PHOTOS = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'demo')
const folder = mkdtempSync(join(tmpdir(), 'countersign-faces-'))

async function run(...args: string[]): Promise<string> {
  const written: string[] = []
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  try {
    const program = new Command('countersign').exitOverride()
    for (const { register } of [
      compareFaces,
      checkLiveness,
      evaluateFaces,
      evaluateLiveness,
      trainFaces,
    ])
      register(program)
    await program.parseAsync(args, { from: 'user' })
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

function csv(name: string, ...lines: string[]): string {
  const file = join(folder, name)
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

/** One person of a group photograph: from 40 px beside the box, so that the neighbours stay out. */
async function cutOut(photo: string, name: string, box: [number, number, number, number]) {
  const [left, top, width, height] = box
  await sharp(join(PHOTOS, photo))
    .extract({ left, top, width, height })
    .jpeg()
    .toFile(join(folder, name))
}

beforeAll(async () => {
  await cutOut('sample1.jpg', 'ann-1.jpg', [1380, 100, 400, 500])
  await cutOut('sample3.jpg', 'ann-2.jpg', [980, 100, 400, 550])
  await cutOut('sample1.jpg', 'bob.jpg', [340, 250, 330, 450])
  await cutOut('sample3.jpg', 'cy.jpg', [500, 200, 380, 520])
  await cutOut('sample5.jpg', 'dee.jpg', [720, 40, 300, 350])
  await cutOut('sample1.jpg', 'tiny.jpg', [1460, 190, 155, 155])
  await sharp({ create: { width: 300, height: 300, channels: 3, background: 'grey' } })
    .jpeg()
    .toFile(join(folder, 'empty-wall.jpg'))
  writeFileSync(join(folder, 'broken.jpg'), 'this is no picture')
  writeFileSync(join(folder, 'nothing.jpg'), '')
  symlinkSync(PHOTOS, join(folder, 'photos'))
})

afterAll(() => rmSync(folder, { recursive: true }))

describe('compare-faces', () => {
  test('one person in two photographs', async () => {
    const result = JSON.parse(
      await run('compare-faces', join(folder, 'ann-1.jpg'), join(folder, 'ann-2.jpg'), '--json'),
    )
    expect(result.same).toBe(true)
    expect(result.logLikelihoodRatio).toBeGreaterThan(result.threshold)
    expect(result.falseMatchRate).toBeLessThan(1e-4)
    expect(result.a).toMatchObject({ faces: 1, width: 400, height: 500 })
    expect(result.a.face.box.height).toBeGreaterThan(180)
  })

  test('the opt-in model comes to the same verdict, says its name, and a word of caution on stderr', async () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(() => true)
    const pictures = [join(folder, 'ann-1.jpg'), join(folder, 'ann-2.jpg')]
    const chosen = ['--model', 'mobilefacenet+fr-feature', '--json']
    const result = JSON.parse(await run('compare-faces', ...pictures, ...chosen))
    const said = stderr.mock.calls.map(([text]) => String(text)).join('')
    stderr.mockRestore()
    expect(result).toMatchObject({ same: true, model: 'mobilefacenet+fr-feature' })
    expect(said).toMatch(/provenance of the weights of fr-feature is unverified/)
  })

  test('two people, in words', async () => {
    const text = await run('compare-faces', join(folder, 'ann-1.jpg'), join(folder, 'bob.jpg'))
    expect(text).toMatch(/same person {8}no/)
    expect(text).toMatch(/bob\.jpg: one face at \d+,\d+/)
  })

  test.each([
    ['missing.jpg', 'missing.jpg: no such file.'],
    ['nothing.jpg', 'nothing.jpg: the file is empty.'],
    ['broken.jpg', 'broken.jpg: '],
    ['empty-wall.jpg', 'empty-wall.jpg: no face was found.'],
  ])('%s is refused by name', async (name, message) => {
    const compared = run('compare-faces', join(folder, 'bob.jpg'), join(folder, name))
    await expect(compared).rejects.toMatchObject({
      name: 'CliError',
      message: expect.stringContaining(message),
    })
  })
})

describe('evaluate faces', () => {
  test('pairs: one JSON object with the agreed keys', async () => {
    const file = csv(
      'pairs.csv',
      'a,b,same',
      'ann-1.jpg,ann-2.jpg,1',
      'bob.jpg,bob.jpg,1',
      'bob.jpg,cy.jpg,0',
      'dee.jpg,bob.jpg,0',
      'dee.jpg,empty-wall.jpg,1',
    )
    const report = JSON.parse(await run('evaluate', 'faces', '--pairs', file, '--json'))
    expect(report).toMatchObject({
      pairs: 5,
      genuine: 3,
      impostor: 2,
      failuresToAcquire: 1,
      fmrAtThreshold: 0,
      wrongCount: 1,
    })
    expect(report.fnmrAtThreshold).toBeCloseTo(1 / 3, 12)
    expect(report.wrong).toEqual([{ a: 'dee.jpg', b: 'empty-wall.jpg', same: true, score: -1e6 }])
    for (const key of ['accuracy10Fold', 'eer', 'cpuMsMedian', 'peakRssMb', 'threshold'])
      expect(typeof report[key]).toBe('number')
    expect(report.intervals.fnmrAtThreshold.low).toBeLessThan(1 / 3)
  })

  test('identities: every image against every other, small pictures included', async () => {
    const file = csv(
      'people.csv',
      'identity,path',
      'Ann,ann-1.jpg',
      'Ann,ann-2.jpg',
      'Bob,bob.jpg',
      'Cy,cy.jpg',
      'Dee,dee.jpg',
      'Ann,tiny.jpg',
    )
    const report = JSON.parse(await run('evaluate', 'faces', '--identities', file, '--json'))
    expect(report).toMatchObject({
      pairs: 15,
      genuine: 3,
      impostor: 12,
      failuresToAcquire: 0,
      fmrAtThreshold: 0,
    })
  })

  test('protected templates give the figures of open ones', async () => {
    const file = csv('kept.csv', 'a,b,same', 'ann-1.jpg,ann-2.jpg,1', 'bob.jpg,cy.jpg,0')
    const report = async (...more: string[]) =>
      JSON.parse(await run('evaluate', 'faces', '--pairs', file, '--json', ...more))
    const [open, kept] = [await report(), await report('--protected')]
    expect(kept.fnmrAtThreshold).toBe(open.fnmrAtThreshold)
    expect(kept.wrong).toEqual(open.wrong)
    expect(kept.eer).toBe(open.eer)
  })

  test('the first of each pair on a photographed card: both figures, and the difference in points', async () => {
    const file = csv(
      'cards.csv',
      'a,b,same',
      'ann-2.jpg,ann-1.jpg,1',
      'empty-wall.jpg,bob.jpg,1',
      'cy.jpg,bob.jpg,0',
    )
    const arguments_ = ['evaluate', 'faces', '--pairs', file]
    const photo = ['--portrait-height', '110', '--portrait-turn', '90']
    const { portraits, ...clean } = JSON.parse(await run(...arguments_, ...photo, '--json'))
    expect(clean).toMatchObject({ pairs: 3, failuresToAcquire: 1, fnmrAtThreshold: 0.5 })
    expect(portraits).toMatchObject({
      faceHeightPx: 110,
      printed: true,
      turn: 90,
      pairs: 3,
      failuresToAcquire: 1,
      fnmrAtThreshold: 0.5,
      fmrAtThreshold: 0,
      pointsLost: { fnmrAtThreshold: 0, fmrAtThreshold: 0 },
    })
    for (const alone of [['--portrait-turn', '90'], ['--no-portrait-print']])
      await expect(run(...arguments_, ...alone)).rejects.toThrow('only with --portrait-height')
    await expect(
      run('evaluate', 'faces', '--identities', file, '--portrait-height', '80'),
    ).rejects.toThrow('asks for --pairs')
  })

  test('a back end that is none is refused by name', async () => {
    const file = csv('any.csv', 'a,b,same', 'ann-1.jpg,ann-2.jpg,1', 'bob.jpg,cy.jpg,0')
    const backEnd = join(folder, 'broken.jpg')
    await expect(run('evaluate', 'faces', '--pairs', file, '--back-end', backEnd)).rejects.toThrow(
      /broken\.jpg cannot be read/,
    )
  })

  test('in words it names what was missed', async () => {
    const file = csv('words.csv', 'a,b,same,fold', 'ann-1.jpg,cy.jpg,1,x', 'bob.jpg,cy.jpg,0,y')
    const text = await run('evaluate', 'faces', '--pairs', file)
    expect(text).toMatch(/pairs without a face +0/)
    expect(text).toMatch(/missed .* ann-1\.jpg cy\.jpg/)
  })

  test.each([
    [
      'a wrong path',
      ['a,b,same', 'bob.jpg,cy.jpg,0', 'bob.jpg,gone.jpg,1'],
      /line 3: gone\.jpg does not exist/,
    ],
    ['an empty picture', ['a,b,same', 'bob.jpg,nothing.jpg,1'], /line 2: nothing\.jpg is empty/],
    [
      'a row cut short',
      ['a,b,same', 'bob.jpg,cy.jpg,0', 'bob.jpg,cy'],
      /line 3: 2 values where the header has 3/,
    ],
    ['a label that is none', ['a,b,same', 'bob.jpg,cy.jpg,maybe'], /line 2: same is "maybe"/],
    ['a column missing', ['a,b', 'bob.jpg,cy.jpg'], /line 1: column same is missing/],
    ['no row', ['a,b,same'], /no row/],
    [
      'a picture that does not decode',
      ['a,b,same', 'bob.jpg,cy.jpg,0', 'bob.jpg,broken.jpg,1'],
      /line 3: broken\.jpg: /,
    ],
    ['only strangers', ['a,b,same', 'bob.jpg,cy.jpg,0'], /one kind is missing/],
  ])('%s is refused, naming the line', async (name, lines, message) => {
    const evaluated = run('evaluate', 'faces', '--pairs', csv(`${name}.csv`, ...lines))
    await expect(evaluated).rejects.toMatchObject({
      name: 'CliError',
      message: expect.stringMatching(message),
    })
  })

  test('training asks for people enough, and for exactly one kind of list', async () => {
    const file = csv('few.csv', 'identity,path', 'Ann,ann-1.jpg', 'Ann,ann-2.jpg', 'Bob,bob.jpg')
    const out = join(folder, 'back-end.json')
    await expect(run('train', 'faces', '--identities', file, '--out', out)).rejects.toThrow(
      /Only 1 people have two pictures/,
    )
    await expect(run('train', 'faces', '--out', out)).rejects.toThrow('either --pairs or')
    const contradiction = csv(
      'both.csv',
      'a,b,same',
      'ann-1.jpg,ann-2.jpg,1',
      'ann-1.jpg,ann-2.jpg,0',
    )
    await expect(run('train', 'faces', '--pairs', contradiction, '--out', out)).rejects.toThrow(
      /line 3: .*both that the two are one person and that they are not/,
    )
  })

  test('exactly one kind of list is asked for', async () => {
    await expect(run('evaluate', 'faces')).rejects.toThrow('either --pairs or --identities')
  })
})
