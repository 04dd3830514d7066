import { AppError } from '../../src/errors'
import { type Cost, timed } from '../processor-time'
import type { FaceMatch } from './contestant'
import { decodeForPeer, type PeerPixels, type TensorFlow, type WasmBackend } from './peer-pixels'
import { peerFolder, requirePeer } from './peers'

type Described = { descriptor: Float32Array }
type Detecting = {
  withFaceLandmarks(): { withFaceDescriptor(): Promise<Described | undefined> }
}
type Net = { loadFromDisk(folder: string): Promise<void> }
type FaceApi = {
  nets: Record<'tinyFaceDetector' | 'ssdMobilenetv1' | 'faceLandmark68Net', Net> & {
    faceRecognitionNet: Net
  }
  TinyFaceDetectorOptions: new (options: { inputSize: number }) => object
  SsdMobilenetv1Options: new () => object
  detectSingleFace(input: object, options: object): Detecting
  euclideanDistance(a: Float32Array, b: Float32Array): number
}

/** What the package calls its best setting of the small detector. */
const TINY_INPUT = 416

/** @vladmandic/face-api on TensorFlow.js' WebAssembly (SIMD, one thread): detector, 68 landmarks, descriptor; no PAD. */
export async function openFaceApi(detector: 'tiny' | 'SSD'): Promise<FaceMatch> {
  const { tensorFlow, api } = await load(detector)
  const options =
    detector === 'tiny'
      ? new api.TinyFaceDetectorOptions({ inputSize: TINY_INPUT })
      : new api.SsdMobilenetv1Options()
  const describe = async ({ data, width, height }: PeerPixels) => {
    const tensor = tensorFlow.tensor3d(data, [height, width, 3], 'int32')
    const face = await api
      .detectSingleFace(tensor, options)
      .withFaceLandmarks()
      .withFaceDescriptor()
    tensorFlow.dispose(tensor)
    if (face === undefined) throw new AppError('INVALID', 'There is a picture without a face.')
    return face.descriptor
  }
  return async (question) => {
    const stages: Record<string, Cost> = {}
    const [document, selfie] = await timed(stages, 'decode', async () => [
      await decodeForPeer(question.document),
      await decodeForPeer(question.selfie),
    ])
    const a = await timed(stages, 'document', () => describe(document))
    const b = await timed(stages, 'selfie', () => describe(selfie))
    const score = await timed(stages, 'compare', () => api.euclideanDistance(a, b))
    return { stages, score, parts: {}, runs: {} }
  }
}

async function load(detector: 'tiny' | 'SSD') {
  const wasm = requirePeer<WasmBackend>('@tensorflow/tfjs-backend-wasm')
  wasm.setThreadsCount(1)
  wasm.setWasmPaths(`${peerFolder('@tensorflow', 'tfjs-backend-wasm', 'dist')}/`)
  const tensorFlow = requirePeer<TensorFlow>('@tensorflow/tfjs')
  await tensorFlow.setBackend('wasm')
  await tensorFlow.ready()
  const home = peerFolder('@vladmandic', 'face-api')
  const api = requirePeer<FaceApi>(`${home}/dist/face-api.node-wasm.js`)
  const { nets } = api
  const detection = detector === 'tiny' ? nets.tinyFaceDetector : nets.ssdMobilenetv1
  for (const net of [detection, nets.faceLandmark68Net, nets.faceRecognitionNet])
    await net.loadFromDisk(`${home}/model`)
  return { tensorFlow, api }
}
