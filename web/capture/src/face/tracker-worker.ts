import * as ort from 'onnxruntime-web/wasm'
import { type FoundFace, findFaces } from './find-faces'
import { type Pose, poseOf } from './pose'

/** The networks, as they came. */
export type Engine = { wasm: ArrayBuffer; detection: ArrayBuffer; mesh: ArrayBuffer }
/** What is seen in one picture: all faces, and how the largest is held. */
export type FaceMeasure = { faces: FoundFace[]; pose: Pose | null }

const DETECTION = { width: 320, height: 240 }
const MESH_SIDE = 192
/** The square around the face, by the longer side of its box. */
const MESH_SPACE = 1.5

let sessions: Promise<{ detection: ort.InferenceSession; mesh: ort.InferenceSession }>

self.onmessage = async ({ data }: MessageEvent<Engine | ImageData>) => {
  if ('wasm' in data) sessions = open(data)
  else self.postMessage(await measure(data))
  if ('wasm' in data) {
    await sessions
    self.postMessage('ready')
  }
}

async function open({ wasm, detection, mesh }: Engine) {
  ort.env.wasm.numThreads = 1 // more would need another kind of page (cross-origin isolation)
  ort.env.wasm.wasmBinary = wasm
  return {
    detection: await ort.InferenceSession.create(detection),
    mesh: await ort.InferenceSession.create(mesh),
  }
}

/** @param picture 4:3, as the camera sees it */
async function measure(picture: ImageData): Promise<FaceMeasure> {
  const { detection, mesh } = await sessions
  const all = { left: 0, top: 0, width: picture.width, height: picture.height }
  const seen = tensorOf(picture, all, DETECTION, (value) => (value - 127) / 128)
  const { scores, boxes } = await detection.run({ input: seen })
  const faces = findFaces(scores?.data as Float32Array, boxes?.data as Float32Array)
  const [main] = faces
  if (main === undefined) return { faces, pose: null }
  const size = { width: MESH_SIDE, height: MESH_SIDE }
  const near = tensorOf(picture, squareAround(main, picture), size, (value) => value / 255)
  const { out0 } = await mesh.run({ input: near })
  return { faces, pose: poseOf(out0?.data as Float32Array) }
}

type Rect = { left: number; top: number; width: number; height: number }

function squareAround(face: FoundFace, { width, height }: ImageData): Rect {
  const [w, h] = [(face.right - face.left) * width, (face.bottom - face.top) * height]
  const side = MESH_SPACE * Math.max(w, h)
  const left = face.left * width + (w - side) / 2
  return { left, top: face.top * height + (h - side) / 2, width: side, height: side }
}

/** A part of the picture, by the nearest pixels, as the networks take it: colours one after the other. */
function tensorOf(
  { data, width, height }: ImageData,
  part: Rect,
  size: { width: number; height: number },
  scale: (value: number) => number,
): ort.Tensor {
  const plane = size.width * size.height
  const values = new Float32Array(3 * plane)
  for (let y = 0, at = 0; y < size.height; y++) {
    const row = clamp(part.top + ((y + 0.5) * part.height) / size.height, height)
    for (let x = 0; x < size.width; x++, at++) {
      const column = clamp(part.left + ((x + 0.5) * part.width) / size.width, width)
      const from = 4 * (row * width + column)
      for (let colour = 0; colour < 3; colour++)
        values[colour * plane + at] = scale(data[from + colour] ?? 0)
    }
  }
  return new ort.Tensor('float32', values, [1, 3, size.height, size.width])
}

const clamp = (value: number, size: number) => Math.max(0, Math.min(size - 1, Math.floor(value)))
