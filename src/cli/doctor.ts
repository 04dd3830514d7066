import { accessSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type Config, loadConfig } from '../config'
import { verifyModels } from '../inference/models'
import { openRootKey } from '../open-root-key'
import { packageRoot } from '../package-root'
import { openProducer } from '../queue/queues'
import { openBlobs } from '../storage/blobs'
import { runningEmbeddedPostgres } from '../storage/embedded-postgres'
import { hasFaceIndex } from '../storage/face-index'
import { pendingMigrations } from '../storage/migrations'
import { newKey } from '../trust/envelope'
import { queueSettings } from '../wire'
import { examineChips } from './examine-chips'
import { examineFaces } from './examine-faces'
import { examineIpCountries } from './examine-ip-countries'
import { examineWatchlists } from './examine-watchlists'
import { print, printJson } from './print'

export type Finding = {
  part: string
  state: 'ok' | 'warning' | 'broken'
  says: string
  advice?: string
}
type Examination = (config: Config) => Promise<Finding>

/** `countersign doctor`: is everything there, and if not, what to do. */
export function register(program: Command): void {
  program
    .command('doctor')
    .description(
      'Check settings, database, queue, models, faces, image storage, keys, trust for chips, watchlists, countries of addresses and fonts; say what to do.',
    )
    .option('--json', 'one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examineAll()
      if (json) printJson({ ok: isWell(findings), findings })
      else for (const finding of findings) print(line(finding))
      process.exitCode = isWell(findings) ? 0 : 1
    })
}

const isWell = (findings: Finding[]) => findings.every(({ state }) => state !== 'broken')

function line({ part, state, says, advice }: Finding): string {
  const mark = { ok: '✓', warning: '!', broken: '✗' }[state]
  return `${mark} ${part.padEnd(10)} ${says}${advice ? `\n    → ${advice}` : ''}`
}

async function examineAll(): Promise<Finding[]> {
  const findings: Finding[] = [node()]
  try {
    const config = loadConfig()
    findings.push({ part: 'settings', state: 'ok', says: `data in ${config.dataDir}` })
    for (const [part, examine, advice] of EXAMINATIONS)
      findings.push(await examined(part, () => examine(config), advice))
  } catch (error) {
    findings.push({
      part: 'settings',
      state: 'broken',
      says: messageOf(error),
      advice: 'Correct the environment; see README, Production.',
    })
  }
  return findings
}

async function examined(
  part: string,
  examine: () => Promise<Finding>,
  advice: string,
): Promise<Finding> {
  try {
    return await examine()
  } catch (error) {
    return { part, state: 'broken', says: messageOf(error), advice }
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

const EXAMINATIONS: [string, Examination, string][] = [
  ['database', database, 'Is it running, and is DATABASE_URL right?'],
  ['queue', queue, 'Is it running, and is REDIS_URL right? On PostgreSQL: countersign migrate'],
  [
    'models',
    models,
    'The installed files are not the ones that were tested: run npm ci, or restore models/.',
  ],
  [
    'faces',
    examineFaces,
    'Unset FACE_VERIFICATION, or train it anew: countersign train faces --model with the FACE_MODEL in use.',
  ],
  [
    'blobs',
    blobs,
    'May this user write there? For S3: are bucket, region, endpoint and AWS_… credentials right?',
  ],
  [
    'keys',
    rootKey,
    'Is ROOT_KEY_URL right, and is the key there? For Vault: VAULT_TOKEN; for AWS KMS: the AWS_… credentials.',
  ],
  [
    'chips',
    examineChips,
    'Get the newest master list; see docs/chip.md. Until then, sessions with a chip go to a person.',
  ],
  [
    'watchlists',
    examineWatchlists,
    'Get the published file anew, whole. Until then, sessions of organisations that search watchlists go to a person.',
  ],
  ['countries', examineIpCountries, 'Get the file anew, whole: until then none is known.'],
  ['fonts', fonts, 'Restore assets/fonts from the repository.'],
]

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const good = major > 20 || (major === 20 && minor >= 19)
  return {
    part: 'node',
    state: good ? 'ok' : 'broken',
    says: process.version,
    ...(!good && { advice: 'Install Node 20.19 or newer.' }),
  }
}

const databaseOf = ({ DATABASE_URL, dataDir }: Config) =>
  DATABASE_URL ?? runningEmbeddedPostgres(dataDir)

async function database(config: Config): Promise<Finding> {
  const part = 'database'
  const url = databaseOf(config)
  if (!url)
    return { part, state: 'ok', says: 'embedded; not running now (countersign start runs it)' }
  const pending = await pendingMigrations(url)
  if (pending.length > 0)
    return {
      part,
      state: 'broken',
      says: `lacks ${pending.length} migrations`,
      advice: 'Run: countersign migrate',
    }
  const server = config.DATABASE_URL ? 'external' : 'embedded'
  const faces = (await hasFaceIndex(url)) ? "by pgvector's index" : 'without pgvector'
  return { part, state: 'ok', says: `${server}, up to date; faces among many are found ${faces}` }
}

async function queue(config: Config): Promise<Finding> {
  const part = 'queue'
  const url = databaseOf(config)
  if (!url) return { part, state: 'ok', says: 'on the embedded database; not running now' }
  const settings = queueSettings({ ...config, DATABASE_URL: url })
  const producer = await openProducer(settings, () => undefined) // the question below rejects as well
  const { verify, webhooks } = await producer.depths()
  await producer.close()
  return {
    part,
    state: 'ok',
    says: `on ${config.REDIS_URL ? 'Redis' : 'PostgreSQL'}; ${verify} verifications, ${webhooks} webhooks waiting`,
  }
}

async function models(): Promise<Finding> {
  await verifyModels()
  return { part: 'models', state: 'ok', says: 'every file matches models/manifest.json' }
}

async function blobs(config: Config): Promise<Finding> {
  await openBlobs(config.blobUrl).check()
  return {
    part: 'blobs',
    state: 'ok',
    says: `written, read and deleted a probe in ${config.blobUrl.split('?')[0]}`,
  }
}

async function rootKey(config: Config): Promise<Finding> {
  const root = openRootKey(config)
  const probe = newKey()
  const unwrapped = await root.unwrap(await root.wrap(probe, 'v1|doctor'), 'v1|doctor')
  if (!probe.equals(unwrapped)) throw new Error('The root key gives back something else.')
  const { protocol } = new URL(config.rootKeyUrl)
  const says = `wrapped and unwrapped a probe with the root key (${protocol})`
  if (protocol !== 'file:' || !config.production) return { part: 'keys', state: 'ok', says }
  const advice = 'Who can read the file can read everything: rather use Vault or a KMS.'
  return { part: 'keys', state: 'warning', says, advice }
}

async function fonts(): Promise<Finding> {
  accessSync(join(packageRoot(), 'assets', 'fonts', 'OCRB.otf'))
  return { part: 'fonts', state: 'ok', says: 'OCR-B is there (only specimens need it)' }
}
