import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { AppError } from '../../src/errors'
import { type Cost, timed } from '../processor-time'
import type { FaceMatch } from './contestant'
import { decodeForPeer, type PeerPixels, type TensorFlow, type WasmBackend } from './peer-pixels'
import { peerFolder, requirePeer } from './peers'

type Result = { error: string | null; face: { embedding?: number[] }[] }
type Human = {
  tf: TensorFlow
  load(): Promise<void>
  detect(input: object, config: object): Promise<Result>
  match: { similarity(a: number[], b: number[]): number }
}

const OFF = { enabled: false }
const ALWAYS = { enabled: true, skipFrames: 0, skipTime: 0 }

/**
 * @vladmandic/human on TensorFlow.js' WebAssembly (SIMD, one thread): detector, mesh, faceres; antispoof and liveness on
 * the selfie. Nothing is kept from picture to picture, and what else it can see is off. `aligned`: it turns the face
 * upright before it describes it, as ours does.
 */
export async function openHuman(aligned: boolean): Promise<FaceMatch> {
  const human = await load(aligned)
  const describe = async ({ data, width, height }: PeerPixels, isSelfie: boolean) => {
    const tensor = human.tf.tensor4d(data, [1, height, width, 3], 'float32')
    const attacks = { enabled: isSelfie }
    const { error, face } = await human.detect(tensor, {
      face: { antispoof: attacks, liveness: attacks },
    })
    human.tf.dispose(tensor)
    const embedding = face[0]?.embedding
    if (error || !embedding) throw new AppError('INVALID', error ?? 'A picture without a face.')
    return embedding
  }
  return async (question) => {
    const stages: Record<string, Cost> = {}
    const [document, selfie] = await timed(stages, 'decode', async () => [
      await decodeForPeer(question.document),
      await decodeForPeer(question.selfie),
    ])
    const a = await timed(stages, 'document', () => describe(document, false))
    const b = await timed(stages, 'selfie', () => describe(selfie, true))
    const score = await timed(stages, 'compare', () => human.match.similarity(a, b))
    return { stages, score, parts: {}, runs: {} }
  }
}

async function load(aligned: boolean): Promise<Human> {
  letFetchReadFiles()
  requirePeer<WasmBackend>('@tensorflow/tfjs-backend-wasm').setThreadsCount(1)
  const home = peerFolder('@vladmandic', 'human')
  const { Human } = requirePeer<{ Human: new (config: object) => Human }>(
    `${home}/dist/human.node-wasm.js`,
  )
  const human = new Human({
    backend: 'wasm',
    wasmPath: `${peerFolder('@tensorflow', 'tfjs-backend-wasm', 'dist')}/`,
    modelBasePath: `${pathToFileURL(home)}/models/`,
    async: false,
    warmup: 'none',
    cacheSensitivity: 0,
    ...{ filter: OFF, gesture: OFF, body: OFF, hand: OFF, object: OFF, segmentation: OFF },
    face: {
      enabled: true,
      detector: { rotation: aligned, maxDetected: 1, skipFrames: 0, skipTime: 0, return: false },
      ...{ mesh: { enabled: true }, iris: OFF, emotion: OFF, attention: OFF },
      ...{ description: ALWAYS, antispoof: ALWAYS, liveness: ALWAYS },
    },
  })
  await human.load()
  return human
}

/** It loads its models with fetch, which in Node reads no files. */
function letFetchReadFiles(): void {
  const { fetch } = globalThis
  globalThis.fetch = async (input, init) => {
    const address = String(input)
    return address.startsWith('file:')
      ? new Response(readFileSync(new URL(address)))
      : fetch(input, init)
  }
}
