import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { InferenceSession } from 'onnxruntime-node'
import { modelsUsed } from '../../src/inference/face-models'
import { modelEntry, verifyModelFiles } from '../../src/inference/model-files'
import { modelPath, modelRefs, openModel, verifyModels } from '../../src/inference/models'
import { warmUpModels } from '../../src/inference/warm-up'
import { packageRoot } from '../../src/package-root'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'countersign-'))
  cpSync(join(packageRoot(), 'models'), join(root, 'models'), { recursive: true })
  symlinkSync(join(packageRoot(), 'node_modules'), join(root, 'node_modules'))
})

afterEach(() => rmSync(root, { recursive: true }))

test('the committed models are those of the manifest', async () => {
  await expect(verifyModels()).resolves.toBeUndefined()
})

test('one flipped byte is refused, and the message names the model and the remedy', () => {
  const file = join(root, 'models', 'face-mesh.onnx')
  const bytes = readFileSync(file)
  bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1
  writeFileSync(file, bytes)
  expect(() => verifyModelFiles(root)).toThrow(/Model face-mesh: .*damaged.*Reinstall/s)
})

test('a missing model file is refused by name', () => {
  rmSync(join(root, 'models', 'face-liveness.onnx'))
  expect(() => verifyModelFiles(root)).toThrow(/Model face-liveness: .*is missing.*Reinstall/s)
})

test('a missing model package is refused by name', () => {
  rmSync(join(root, 'node_modules'))
  mkdirSync(join(root, 'node_modules'))
  expect(() => verifyModelFiles(root)).toThrow(/Model pp-ocrv4-detection: .*is missing/)
})

test('a session is opened once and says what it takes and gives', async () => {
  const model = await openModel('face-detection')
  expect(await openModel('face-detection')).toBe(model)
  expect(model.inputNames).toEqual(['input'])
  expect(model.outputNames).toEqual(['scores', 'boxes'])
  const data = new Float32Array(3 * 240 * 320)
  const { scores } = await model.run({ input: { data, dims: [1, 3, 240, 320] } })
  expect(scores?.dims).toEqual([1, 4420, 2])
})

test('equal inputs give equal bits', async () => {
  const model = await openModel('face-embedding')
  const data = Float32Array.from({ length: 2 * 3 * 112 * 112 }, (_, index) => Math.sin(index))
  const feeds = { input: { data, dims: [2, 3, 112, 112] } }
  const first = await model.run(feeds)
  const second = await model.run(feeds)
  expect(first['out0']?.data).toEqual(second['out0']?.data)
})

test('models with free sides open too, and a text file is no network', async () => {
  expect((await openModel('pp-ocrv4-recognition')).inputNames).toEqual(['x'])
  await expect(openModel('pp-ocrv4-keys')).rejects.toThrow('pp-ocrv4-keys is a text file')
  expect(readFileSync(modelPath('pp-ocrv4-keys'), 'utf8').split('\n').length).toBeGreaterThan(6000)
})

test('decisions record the models that are used by name and hash, and no other', () => {
  const refs = modelRefs()
  const names = refs.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['face-embedding', 'face-verification', 'mrz-lines']),
  )
  expect(names).not.toContain('face-embedding-512')
  expect(names).not.toContain('face-verification-704')
  expect(refs.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
})

test('who opts in has both networks and the back end of both in the record, or a back end of their own', () => {
  const backEnd = join(root, 'models', 'face-verification-704.json')
  writeFileSync(backEnd, 'mine')
  const refs = modelRefs('mobilefacenet+fr-feature', { 'face-verification-704': backEnd })
  const hashes = Object.fromEntries(refs.map(({ name, sha256 }) => [name, sha256]))
  expect(hashes).toHaveProperty('face-embedding')
  expect(hashes['face-embedding-512']).toBe(modelEntry('face-embedding-512').sha256)
  expect(hashes).not.toHaveProperty('face-verification')
  expect(hashes['face-verification-704']).toMatch(/^[0-9a-f]{64}$/)
  expect(hashes['face-verification-704']).not.toBe(modelEntry('face-verification-704').sha256)
})

test('only what asks for opting in may be missing, and it may not differ either', () => {
  const file = join(root, 'models', 'face-embedding-512.onnx')
  writeFileSync(file, 'something else')
  expect(() => verifyModelFiles(root)).toThrow(/Model face-embedding-512: .*was replaced/)
  rmSync(file)
  expect(() => verifyModelFiles(root)).not.toThrow()
})

test('warming up opens every network that is used, and does not touch the others', async () => {
  const create = jest.spyOn(InferenceSession, 'create')
  await warmUpModels()
  const opened = create.mock.calls.map(([path]) => basename(String(path)))
  create.mockRestore()
  expect(opened).toContain('eye-state.onnx')
  expect(opened).not.toContain('face-embedding-512.onnx')
  expect(modelsUsed('mobilefacenet')).not.toContain('face-embedding-512')
})
