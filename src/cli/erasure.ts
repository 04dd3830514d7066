import type { Command } from 'commander'
import { openRootKey } from '../open-root-key'
import { replayTombstones } from '../privacy/replay-tombstones'
import { openBlobs } from '../storage/blobs'
import { keyStore } from '../storage/keys'
import { signingKeyStore } from '../storage/signing-keys'
import { stores } from '../storage/stores'
import { tombstoneFiles } from '../storage/tombstones'
import { print, printJson } from './print'
import { withDatabase } from './with-database'

/** `countersign erasure replay`: what a restored backup has to be told before it serves anybody. */
export function register(program: Command): void {
  program
    .command('erasure')
    .description('See to it that what was erased stays erased.')
    .command('replay')
    .description(
      'After a backup of the database was restored, and before anything is started: erase again whom it has back.',
    )
    .option('--json', 'one JSON object')
    .action(replay)
}

function replay({ json }: { json?: boolean }): Promise<void> {
  return withDatabase(async (db, config) => {
    const root = openRootKey(config)
    const blobs = openBlobs(config.blobUrl)
    const replayed = await replayTombstones({
      ...stores(db, keyStore(db, root)),
      blobs,
      tombstones: tombstoneFiles(blobs),
      signer: signingKeyStore(db, root),
      settings: { publicUrl: config.publicUrl, stuckAfterMs: config.STUCK_AFTER_SEC * 1000 },
      now: () => new Date(),
    })
    if (json) return printJson({ replayed })
    print(`${replayed.length} erasures replayed`)
  })
}
