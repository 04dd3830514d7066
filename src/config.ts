import { createHash } from 'node:crypto'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { embedOrigins } from './embed-origins'
import { DEFAULT_FACE_MODEL, FACE_MODEL_NAMES } from './inference/face-models'
import { unfitSettings } from './unfit-settings'

const port = z.coerce.number('must be a number').int().min(0).max(65_535)
const count = z.coerce.number('must be a number').int().min(1)
const seconds = z.coerce.number('must be a number of seconds').positive()
const databaseUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must look like postgresql://user:password@host:5432/name',
})

const ENVIRONMENT = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  /** The database; without it Countersign brings its own PostgreSQL and keeps it in DATA_DIR. */
  DATABASE_URL: databaseUrl.optional(),
  /** Past the pooler, where DATABASE_URL leads through one that lends connections by transaction. */
  DATABASE_DIRECT_URL: databaseUrl.optional(),
  /** Redis or Valkey for the queue; without it the queue lives in the database. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' }).optional(),
  /** Begins every key on Redis, so that installations can share one; in braces all keys are in one slot of a cluster. */
  QUEUE_PREFIX: z
    .string()
    .regex(
      /^([A-Za-z0-9_.-]{1,40}|\{[A-Za-z0-9_.-]{1,40}\})$/,
      'must have 1 to 40 letters, digits, dots, dashes or underscores; for a cluster in braces: {countersign}',
    )
    .default('countersign'),
  /** Where images are kept: file:///folder or s3://bucket/prefix?region=…&endpoint=… */
  BLOB_URL: z
    .url({
      protocol: /^(file|s3)$/,
      error: 'must look like file:///var/lib/countersign/blobs or s3://bucket/prefix',
    })
    .optional(),
  /** How clients reach the API; upload addresses begin with it. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must look like https://kyc.example.com' })
    .optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(4000),
  /** A certificate (PEM, with its chain) and its key: we do TLS ourselves, for the stretch behind a proxy or for scrapers. */
  TLS_CERT: z.string().min(1).optional(),
  TLS_KEY: z.string().min(1).optional(),
  /** Hosts, with commas between, to which, or where we listen, nothing is encrypted: inside one machine, or a tunnel. */
  PLAIN_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim())
        .filter((host) => host !== ''),
    ),
  /** Metrics and health of a worker process; 0 takes a free port, unset serves none. */
  WORKER_PORT: port.optional(),
  /** Where the embedded database, local images and generated secrets are kept. */
  DATA_DIR: z.string().min(1).optional(),
  /** Signs upload addresses; all API processes must share it. */
  UPLOAD_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters (try: openssl rand -base64 32)')
    .optional(),
  /** The root key: file:///folder/root-key, vault+https://host/name or aws-kms://id?region=… */
  ROOT_KEY_URL: z
    .url({
      protocol: /^(file|vault\+https?|aws-kms)$/,
      error:
        'must look like file:///etc/countersign/root-key, vault+https://vault:8200/name or aws-kms://alias%2Fname?region=eu-central-1',
    })
    .optional(),
  VAULT_TOKEN: z.string().min(1).optional(),
  /** Instead: a file that Vault’s agent keeps a short-lived token in. */
  VAULT_TOKEN_FILE: z.string().min(1).optional(),
  /** How many proxies of one's own stand before the API: so many addresses of X-Forwarded-For are believed. */
  TRUSTED_PROXIES: z.coerce.number('must be a number').int().min(0).max(10).default(0),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be one of pino’s levels',
    )
    .default('info'),
  /** A session nobody works on for so long is started anew. */
  STUCK_AFTER_SEC: seconds.default(60),
  /** A job whose worker gives no sign of life for so long goes to another worker. */
  JOB_LOCK_SEC: seconds.default(30),
  /** How long an applicant has for all captures. */
  SESSION_TTL_SEC: seconds.default(24 * 3600),
  UPLOAD_TTL_SEC: seconds.default(15 * 60),
  /** Requests a second that an organisation may send for long; ten times as many within ten seconds. */
  RATE_LIMIT_PER_SEC: count.default(100),
  /** Executes only what trusted-documents.json has: for an installation that only our own clients talk to. */
  TRUSTED_DOCUMENTS_ONLY: z.stringbool('must be true or false').default(false),
  /** Sessions that may wait for their checks, of all organisations and of one. */
  MAX_QUEUED: count.default(10_000),
  MAX_QUEUED_PER_ORGANIZATION: count.default(1_000),
  VERIFY_CONCURRENCY: z.coerce.number('must be a number').int().min(1).max(32).default(1),
  /** Master lists or country signers that chips are checked against: a file, a folder, or several with commas between. */
  CSCA_MASTER_LIST: z.string().min(1).optional(),
  /** The only certificates that may have signed a master list; in the same form. */
  CSCA_LIST_SIGNERS: z.string().min(1).optional(),
  /** Revocation lists of country signers; in the same form. */
  CSCA_CRLS: z.string().min(1).optional(),
  /** A folder with published watchlists, as docs/risk.md names them. */
  WATCHLISTS: z.string().min(1).optional(),
  /** A database of the countries of addresses (MaxMind DB: GeoLite2 Country, DB-IP Lite): see docs/risk.md. */
  IP_COUNTRY: z.string().min(1).optional(),
  /** The network that makes face templates; any but the first is the operator's own risk: see models/README.md. */
  FACE_MODEL: z
    .enum(FACE_MODEL_NAMES, `must be ${FACE_MODEL_NAMES.join(' or ')}`)
    .default(DEFAULT_FACE_MODEL),
  /** A verification back end of one's own, as `countersign train faces` writes it. */
  FACE_VERIFICATION: z.string().min(1).optional(),
  /** The OpenID provider at which members may log in, of this whole installation; and what we are to it. */
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: 'must look like https://login.example.com' })
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** The claim that names the roles of whoever logs in; without it members keep the roles they were given here. */
  OIDC_ROLES_CLAIM: z.string().min(1).optional(),
  /** A folder of the passwords known from breaches, as haveibeenpwned.com's downloader writes it: see docs/access.md. */
  BREACHED_PASSWORDS: z.string().min(1).optional(),
  /** Sites that may show the applicant's page in a frame: origins with spaces between. */
  EMBED_ORIGINS: embedOrigins,
  /** Lets webhooks reach private addresses and plain http: for development only. */
  WEBHOOKS_ALLOW_PRIVATE: z.stringbool('must be true or false').default(false),
})

export type Given = z.infer<typeof ENVIRONMENT>

export type Config = Omit<Given, 'DATA_DIR' | 'BLOB_URL' | 'PUBLIC_URL' | 'ROOT_KEY_URL'> & {
  dataDir: string
  blobUrl: string
  rootKeyUrl: string
  publicUrl: string
  production: boolean
}

/** A setting that cannot be right; `message` has one sentence for each. */
export class ConfigError extends Error {}

/**
 * The settings of this process, read from the environment.
 * @throws ConfigError naming every variable that is wrong and what it should look like
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = ENVIRONMENT.safeParse(known)
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}.`).join('\n'),
    )
  const unfit = unfitSettings(parsed.data)
  if (unfit.length > 0) throw new ConfigError(unfit.join('\n'))
  const { DATA_DIR, BLOB_URL, PUBLIC_URL, ROOT_KEY_URL, ...rest } = parsed.data
  const dataDir = DATA_DIR ? resolve(DATA_DIR) : defaultDataDir()
  return {
    ...rest,
    dataDir,
    blobUrl: BLOB_URL ?? `file://${join(dataDir, 'blobs')}`,
    rootKeyUrl: ROOT_KEY_URL ?? `file://${join(dataDir, 'root-key')}`,
    publicUrl: (
      PUBLIC_URL ?? `${rest.TLS_CERT ? 'https' : 'http'}://${rest.HOST}:${rest.PORT}`
    ).replace(/\/$/, ''),
    production: rest.NODE_ENV === 'production',
  }
}

/** As root the database runs as another user, which can reach neither root's home nor, for long, the temp folder. */
function defaultDataDir(): string {
  const here = process.cwd()
  if (process.getuid?.() !== 0) return join(here, '.countersign')
  const tag = createHash('sha256').update(here).digest('hex').slice(0, 8)
  return join('/var/lib/countersign', `${basename(here)}-${tag}`)
}

/** The environment as a child process should get it, with the settings of this one. */
export function childEnvironment(config: Config & { DATABASE_URL: string }): NodeJS.ProcessEnv {
  const { DATABASE_URL, DATABASE_DIRECT_URL, REDIS_URL, QUEUE_PREFIX } = config
  const { LOG_LEVEL, publicUrl, blobUrl, rootKeyUrl, dataDir } = config
  const own = {
    DATABASE_URL,
    DATABASE_DIRECT_URL: DATABASE_DIRECT_URL ?? '', // empty counts as not set, whatever this process inherited
    REDIS_URL: REDIS_URL ?? '',
    QUEUE_PREFIX,
    LOG_LEVEL,
    PUBLIC_URL: publicUrl,
    BLOB_URL: blobUrl,
    ROOT_KEY_URL: rootKeyUrl,
    DATA_DIR: dataDir,
  }
  return { ...process.env, ...own }
}
