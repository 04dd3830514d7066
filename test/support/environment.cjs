const { TestEnvironment } = require('jest-environment-node')

// onnxruntime checks typed arrays with instanceof: the tests must share the host's, not their realm's own.
module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args)
    Object.assign(this.global, {
      ArrayBuffer,
      BigInt64Array,
      Float32Array,
      Float64Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Uint8Array,
      Uint8ClampedArray,
      Uint16Array,
      Uint32Array,
    })
  }
}
