// Loaded at their first use: a process that reads no picture and no chip, and lets nobody in, starts sooner and stays smaller.
const LAZY = [
  '@cornerstonejs/codec-openjpeg',
  '@simplewebauthn/server',
  '@simplewebauthn/server/helpers',
  '@sd-jwt/sd-jwt-vc',
  '@techstark/opencv-js',
  '@zxcvbn-ts/language-common',
  'asn1js',
  'fontkit',
  'onnxruntime-node',
  'openid-client',
  'pdfkit',
  'pkijs',
  'sharp',
  'undici',
  'zxing-wasm/reader',
]

// How TypeScript becomes JavaScript, for the build and for the tests alike.
module.exports = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, useDefineForClassFields: false },
  },
  // The annotation lets ES modules name what `countersign/webhooks` exports.
  module: { type: 'commonjs', lazy: LAZY, exportInteropAnnotation: true },
}
