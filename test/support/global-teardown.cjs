const { rmSync } = require('node:fs')

module.exports = async () => {
  const own = globalThis.countersignTest
  if (!own) return
  await own.postgres.stop()
  rmSync(own.dataDir, { recursive: true, force: true })
}
