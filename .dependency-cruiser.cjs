// Who may import whom: see docs/architecture.md.
const PURE =
  '^src/(decision|documents|vision|liveness|evaluation|risk)/|^src/specimens/random[.]ts$|^src/sessions/(states|session|caller|attempts|liveness-challenge)[.]ts$|^src/access/actions[.]ts$|^src/authentication/face-action[.]ts$|^src/privacy/tombstone[.]ts$|^src/audit/(actions|checkpoint-key)[.]ts$|^src/webhooks/(retry|event-types)[.]ts$'
const SHARED = '^src/(errors|page|request-context|package-root|log|metrics)[.]ts$'
const ADAPTERS = '^src/(storage|queue|inference|net|chip|watchlists)/'
const BUILT = '^src/storage/generated'
const notTypes = { dependencyTypesNot: ['type-only'] }
const only = (home, packages) => ({
  name: `only-${home}-uses-its-packages`,
  severity: 'error',
  from: { path: '^(src|workers)/', pathNot: `^src/(${home})/|^src/wire[.]ts$` },
  to: { path: `node_modules/(${packages})/`, ...notTypes },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: '[.]d[.]ts$|config|^src/inference/image-guard-child[.]ts$' },
      to: {},
    },
    {
      name: 'pure-stays-pure',
      severity: 'error',
      from: { path: PURE },
      to: { pathNot: `${PURE}|^src/errors[.]ts$` },
    },
    {
      name: 'use-cases-reach-the-world-through-deps',
      severity: 'error',
      from: {
        path: '^src/(access|audit|authentication|policies|privacy|review|sessions|checks|webhooks|learning)/',
      },
      to: { path: `${ADAPTERS}|^src/(graphql|http|wire|cli)|^workers/`, ...notTypes },
    },
    {
      name: 'adapters-know-no-use-case-and-no-other-adapter',
      severity: 'error',
      from: { path: '^src/(storage|queue|inference|net|chip|watchlists)/' },
      to: {
        path: '^src/(graphql|http|access|audit|authentication|policies|privacy|review|sessions|checks|webhooks|learning|wire|deps|cli|storage|queue|inference|net|chip|watchlists)',
        pathNot: `^src/$1/|${PURE}|${SHARED}`,
        ...notTypes,
      },
    },
    {
      name: 'resolvers-call-use-cases',
      severity: 'error',
      from: { path: '^src/(graphql|http)/' },
      to: { path: `${ADAPTERS}|^src/wire|^workers/`, ...notTypes },
    },
    {
      name: 'src-knows-no-worker-and-no-test',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(workers|test)/' },
    },
    {
      name: 'what-answers-requests-opens-no-sealed-capture',
      severity: 'error',
      from: { path: '^src/(graphql|http)/|^src/serve-api[.]ts$' },
      to: {
        path: '^src/storage/sealing-key-ring[.]ts$|^src/sessions/open-capture[.]ts$',
        reachable: true,
      },
    },
    {
      name: 'pages-know-the-schema-and-nothing-else-of-ours',
      severity: 'error',
      from: { path: '^web/(console|capture|embed|shared)/' },
      to: { path: '^(src|workers|test|bench|web)/', pathNot: '^web/($1|shared)/' },
    },
    only('storage', '@prisma'),
    only('storage|net', '@aws-sdk'),
    only('storage|queue', 'pg'),
    only('queue', 'bullmq|ioredis|rate-limiter-flexible'),
    only('inference|specimens', 'sharp'),
    only('inference|specimens', 'zxing-wasm'),
    only('inference', 'onnxruntime-node|@techstark'),
    only('graphql', 'type-graphql|graphql|@apollo'),
    only('net', 'undici|openid-client|mmdb-lib'),
    only('checks', 'iso-3166-1'),
    only('chip', 'asn1js|pkijs|@cornerstonejs'),
    only('trust', '@sd-jwt|jose|@node-rs/argon2|@simplewebauthn'),
    only('http', 'cookie'),
    only('reports', 'pdfkit|fontkit'),
    only('access', '@zxcvbn-ts'),
    only('policies', '@marcbachmann/cel-js'),
    only('training', 'ml-matrix'),
    only('watchlists', 'saxes|any-ascii|fuzzball'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: BUILT },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
