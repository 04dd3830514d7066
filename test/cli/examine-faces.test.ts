import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { examineFaces } from '../../src/cli/examine-faces'
import { loadConfig } from '../../src/config'
import { packageRoot } from '../../src/package-root'
import { faceSettings, wireEngines } from '../../src/wire'

const BOTH = { FACE_MODEL: 'mobilefacenet+fr-feature' }

test('the doctor has nothing to say against the default', async () => {
  const finding = await examineFaces(loadConfig({}))
  expect(finding).toMatchObject({ part: 'faces', state: 'ok' })
  expect(finding.says).toContain('mobilefacenet')
  expect(finding.says).not.toContain('unverified')
})

test('the doctor warns whoever opts in that the provenance of the weights is unverified', async () => {
  const finding = await examineFaces(loadConfig(BOTH))
  expect(finding).toMatchObject({ part: 'faces', state: 'warning' })
  expect(finding.says).toMatch(/provenance of the weights of fr-feature is unverified/)
  expect(finding.advice).toContain('FACE_MODEL')
})

test('the doctor refuses a back end of other embeddings', async () => {
  const FACE_VERIFICATION = join(packageRoot(), 'models', 'face-verification.json')
  await expect(examineFaces(loadConfig({ ...BOTH, FACE_VERIFICATION }))).rejects.toThrow(
    /was trained on another network/,
  )
})

test('a process with the setting has the caution to log, and records what it uses', () => {
  const chosen = wireEngines(undefined, faceSettings(loadConfig(BOTH)))
  expect(chosen.cautions).toEqual([expect.stringMatching(/^FACE_MODEL=.* unverified/)])
  expect(chosen.models.map(({ name }) => name)).toContain('face-embedding-512')
  const usual = wireEngines(undefined, faceSettings(loadConfig({})))
  expect(usual.cautions).toEqual([])
  expect(usual.models.map(({ name }) => name)).not.toContain('face-embedding-512')
})

test('an unknown model is refused, with the names of the known ones', () => {
  expect(() => loadConfig({ FACE_MODEL: 'arcface' })).toThrow(
    'FACE_MODEL: must be mobilefacenet or mobilefacenet+fr-feature.',
  )
})
