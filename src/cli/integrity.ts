import type { Command } from 'commander'
import { checkIntegrity, DEFECTS, type Finding, type Integrity } from '../sessions/check-integrity'
import { blobRecordStore } from '../storage/blob-records'
import { openBlobs } from '../storage/blobs'
import { print, printJson } from './print'
import { withDatabase } from './with-database'

/** `countersign integrity`: is every image where the database says, whole, and is there nothing else? */
export function register(program: Command): void {
  program
    .command('integrity')
    .description(
      'Compare the images in storage with the database: orphans, missing and changed ones. Exit code 1 when a person should look.',
    )
    .option('--repair', 'delete orphans older than an hour; nothing else is ever changed')
    .option('--json', 'one JSON object')
    .action(async ({ repair = false, json }: { repair?: boolean; json?: boolean }) => {
      const integrity = await check(repair)
      const wrong = integrity.findings.filter(isWrong).length
      if (json) printJson({ ok: wrong === 0, ...integrity })
      else report(integrity)
      process.exitCode = wrong === 0 ? 0 : 1
    })
}

function check(repair: boolean): Promise<Integrity> {
  return withDatabase((db, { blobUrl }) => {
    const deps = { blobs: openBlobs(blobUrl), blobRecords: blobRecordStore(db) }
    return checkIntegrity({ ...deps, now: () => new Date() }, repair)
  })
}

/** What is repaired, or may right itself within the hour, needs nobody. */
const isWrong = ({ remedy }: Finding) => remedy !== 'DELETED' && remedy !== 'WAIT'

function report({ objects, rows, findings }: Integrity): void {
  for (const { defect, remedy, key } of findings)
    print(`${defect.padEnd(12)} ${SAYS[remedy]} ${key}`)
  const counts = DEFECTS.map((defect) => {
    return `${findings.filter((finding) => finding.defect === defect).length} ${defect.toLowerCase()}`
  })
  print(`${objects} objects, ${rows} rows: ${counts.join(', ')}`)
}

const SAYS: Record<Finding['remedy'], string> = {
  DELETED: 'deleted     ',
  REPAIRABLE: '--repair    ',
  WAIT: 'look again  ',
  PERSON: 'look into it',
}
