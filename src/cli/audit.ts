import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from 'commander'
import type { JSONWebKeySet } from 'jose'
import { declareBreak } from '../audit/declare-break'
import { exportAuditLog } from '../audit/export-log'
import { readAuditLog } from '../audit/read-log'
import type { Config } from '../config'
import { openRootKey } from '../open-root-key'
import { auditStore } from '../storage/audit'
import { openBlobs } from '../storage/blobs'
import { checkpointFiles } from '../storage/checkpoint-files'
import type { Database } from '../storage/database'
import { organizationStore } from '../storage/organizations'
import { signingKeyStore } from '../storage/signing-keys'
import { AUDIT_DEFECTS, type AuditLog, type AuditReport, verifyAudit } from '../trust/verify-audit'
import { openAuditFile } from './audit-file'
import { COMMAND_LINE, chooseOrganization } from './choose-organization'
import { CliError } from './cli-error'
import { readKeySet } from './key-set'
import { print, printJson, progress } from './print'
import { withDatabase } from './with-database'

type Options = { organization?: string; file?: string; keys?: string; json?: boolean }

/** `countersign audit`: is the log of what was done whole, and what does it say? */
export function register(program: Command): void {
  const audit = program.command('audit').description('Verify and export audit logs.')
  audit
    .command('verify')
    .description(
      'Verify every row, that none is missing, and the signed checkpoints: in the database and beside the images, or in an exported file. Exit code 1 when something is wrong.',
    )
    .option('--organization <id>', 'only this one')
    .option('--file <export>', 'an exported log; nothing else is needed but --keys')
    .option(
      '--keys <file or URL>',
      'the key set, such as https://…/.well-known/jwks.json; without it the one in the database',
    )
    .option('--json', 'one JSON object')
    .action(verify)
  audit
    .command('declare-break')
    .description(
      'After a backup was restored: take down in the log itself that rows are lost, and which checkpoints tell of them. From then on verify takes those as known, and says so.',
    )
    .requiredOption(
      '--after <row>',
      'up to which row the log is what was signed, as verify says',
      Number,
    )
    .option('--organization <id>', 'whose; needed when there are several organisations')
    .action(declare)
  audit
    .command('export')
    .description('Write the audit log of an organisation as lines of JSON; this is noted in it.')
    .option('--organization <id>', 'whose; needed when there are several organisations')
    .action(exportLog)
}

async function verify({ organization, file, keys, json }: Options): Promise<void> {
  const given = keys ? await readKeySet(keys) : null
  const reports = file
    ? [await verifyFile(file, given)]
    : await withDatabase((db, config) => verifyStored(db, config, { organization, given }))
  const ok = reports.every(({ defects }) => defects.length === 0)
  if (json) printJson({ ok, logs: reports })
  else for (const report of reports) tell(report)
  process.exitCode = ok ? 0 : 1
}

async function verifyFile(file: string, keys: JSONWebKeySet | null): Promise<AuditReport> {
  if (keys === null) throw new CliError('Give the keys of whom the log is from: --keys jwks.json')
  return verifyWithProgress(await openAuditFile(file), keys)
}

type Wish = { organization: string | undefined; given: JSONWebKeySet | null }

async function verifyStored(
  db: Database,
  config: Config,
  { organization, given }: Wish,
): Promise<AuditReport[]> {
  const keys = given ?? (await signingKeyStore(db, openRootKey(config)).keySet())
  const chosen = organization
    ? [await chooseOrganization(db, organization)]
    : (await organizationStore(db).list()).map(({ id }) => id)
  const reports: AuditReport[] = []
  for (const tenantId of chosen)
    reports.push(await verifyWithProgress(await readAuditLog(worldOf(db, config), tenantId), keys))
  return reports
}

const worldOf = (db: Database, { blobUrl }: Config) => ({
  audit: auditStore(db),
  checkpoints: checkpointFiles(openBlobs(blobUrl)),
})

async function verifyWithProgress(log: AuditLog, keys: JSONWebKeySet): Promise<AuditReport> {
  const bar = progress('Verifying', log.head.seq)
  try {
    return await verifyAudit(log, keys, bar.step)
  } finally {
    bar.stop()
  }
}

function tell({ tenantId, rows, checkpoints, proven, breaks, defects }: AuditReport): void {
  for (const { seq, at, after, checkpoints: lost } of breaks)
    print(
      `${tenantId}  row ${seq} declares a break after row ${after}, at ${at}: ${lost} checkpoints tell of rows that are lost`,
    )
  for (const { kind, seq } of defects) print(`${tenantId}  row ${seq} ${AUDIT_DEFECTS[kind]}`)
  const whole = breaks.length === 0 ? 'whole' : 'whole but for what was declared'
  const verdict = defects.length === 0 ? whole : 'NOT WHOLE'
  print(
    `${tenantId}  ${verdict}: ${rows} rows in order, ${proven} of them signed for, ${checkpoints} checkpoints`,
  )
}

type Break = { organization?: string; after: number }

function declare({ organization, after }: Break): Promise<void> {
  return withDatabase(async (db, config) => {
    const tenantId = await chooseOrganization(db, organization)
    const signer = signingKeyStore(db, openRootKey(config))
    const deps = { ...worldOf(db, config), signer, now: () => new Date() }
    const lost = await declareBreak(deps, { tenantId, actor: COMMAND_LINE, after })
    print(`${tenantId}  a break after row ${after} is declared; ${lost} checkpoints tell of it`)
  })
}

function exportLog({ organization }: Options): Promise<void> {
  return withDatabase(async (db, config) => {
    const tenantId = await chooseOrganization(db, organization)
    const deps = { ...worldOf(db, config), now: () => new Date() }
    const lines = exportAuditLog(deps, { tenantId, actor: COMMAND_LINE })
    await pipeline(Readable.from(lines), process.stdout, { end: false })
  })
}
