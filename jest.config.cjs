const swc = require('./scripts/swc.cjs')

// Packages that come as ES modules only: jest has to translate them, as it does our own.
const ES_MODULES =
  '(asn1js|pkijs|bytestreamjs|@peculiar/utils|@noble/hashes|jose|oauth4webapi|openid-client|any-ascii|@marcbachmann/cel-js)'

module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.cjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.cjs',
  maxWorkers: 2,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Four minutes of deaths at every effect (`npm run test:faults`), and what needs a browser (`npm run test:web`).
  testPathIgnorePatterns: [
    ...(process.env.FAULTS ? [] : ['<rootDir>/test/faults/']),
    ...(process.env.WEB ? [] : ['<rootDir>/test/web/']),
  ],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { ...swc, sourceMaps: 'inline' }],
    [`/node_modules/${ES_MODULES}/.+\\.js$`]: ['@swc/jest', swc],
  },
  transformIgnorePatterns: [`/node_modules/(?!${ES_MODULES}/)`],
  testTimeout: 60_000,
}
