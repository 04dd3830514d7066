import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ModelRef } from '../deps'
import { packageRoot } from '../package-root'

/** Every file of `models/manifest.json` that the program opens. */
export const MODEL_NAMES = [
  'face-detection',
  'face-mesh',
  'face-embedding',
  'face-verification',
  'face-embedding-512',
  'face-verification-704',
  'face-liveness',
  'eye-state',
  'mrz-lines',
  'pp-ocrv4-detection',
  'pp-ocrv4-recognition',
  'pp-ocrv4-keys',
] as const

export type ModelName = (typeof MODEL_NAMES)[number]

/** One entry of the manifest: a file under `models/`, or one inside an installed package. */
type ModelEntry = {
  file?: string
  package?: string
  kind: 'onnx' | 'text' | 'json'
  sha256: string
  bytes: number
  /** The setting without which the file is not used: it may be missing until then. */
  optIn?: string
  input?: { shape: number[] }
}

type Manifest = { models: Record<ModelName, ModelEntry> }

/** The manifest's entry of a model. @throws Error when the manifest does not list it */
export function modelEntry(name: ModelName, root = packageRoot()): ModelEntry {
  const text = readFileSync(join(root, 'models', 'manifest.json'), 'utf8')
  const entry = (JSON.parse(text) as Manifest).models[name]
  if (entry === undefined) throw new Error(`models/manifest.json does not list ${name}.`)
  return entry
}

/** The file of a model or asset. @throws Error naming the model when its package is not installed */
export function modelPath(name: ModelName, root = packageRoot()): string {
  const entry = modelEntry(name, root)
  if (entry.package === undefined) return join(root, 'models', entry.file ?? name)
  const inside = join('node_modules', entry.package)
  const home = nearest(root, inside)
  if (home === null) throw new Error(`Model ${name}: ${entry.package} is missing. ${REMEDY}`)
  return join(home, inside)
}

/** What a decision records of a model: its name and the hash the manifest promises. */
export function modelRef(name: ModelName): ModelRef {
  return { name, sha256: modelEntry(name).sha256 }
}

/**
 * Compares every file of the manifest with its size and SHA-256 (about 35 MB; some 100 ms).
 * @throws Error naming the first model that is missing or differs, and what to do
 */
export function verifyModelFiles(root = packageRoot()): void {
  for (const name of MODEL_NAMES) {
    const { optIn } = modelEntry(name, root)
    if (optIn === undefined || existsSync(modelPath(name, root))) verifyFile(name, root)
  }
}

/** @throws Error naming the model when its file is not there, which one that asks for opting in may not be */
export function assertModelFile(name: ModelName, root = packageRoot()): void {
  const path = modelPath(name, root)
  if (!existsSync(path)) throw new Error(`Model ${name}: ${path} is missing. ${REMEDY}`)
}

const REMEDY = 'Reinstall Countersign: npm ci, and git checkout models.'

function verifyFile(name: ModelName, root: string): void {
  const { sha256, bytes } = modelEntry(name, root)
  const path = modelPath(name, root)
  assertModelFile(name, root)
  const found = readFileSync(path)
  const hash = digestOf(found)
  if (hash === sha256 && found.length === bytes) return
  throw new Error(
    `Model ${name}: ${path} is damaged or was replaced: ${found.length} bytes with SHA-256 ${hash}, ` +
      `expected ${bytes} bytes with SHA-256 ${sha256}. ${REMEDY}`,
  )
}

/** The SHA-256 of a file in hexadecimal. @throws Error when it cannot be read */
export function hashOf(path: string): string {
  return digestOf(readFileSync(path))
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function nearest(from: string, wanted: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, wanted))) return folder
    if (folder === dirname(folder)) return null
  }
}
