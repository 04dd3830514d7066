import type { Command } from 'commander'
import { openRootKey } from '../open-root-key'
import { compareReplay } from '../sessions/compare-replay'
import { openBlobs } from '../storage/blobs'
import { keyStore } from '../storage/keys'
import { sealedBlobs } from '../storage/sealed-blobs'
import { stores } from '../storage/stores'
import { faceSettings, trustPlaces, wireEngines } from '../wire'
import { asOperator, ofOrganization, type Whose } from './as-operator'
import { print, printJson } from './print'

/** `countersign replay SESSION`: whether a decision comes out the same, to the bit. */
export function register(program: Command): void {
  ofOrganization(
    program
      .command('replay')
      .description(
        'Run the checks of a decision once more, on the same captures, and list what differs; exit code 1 when anything does.',
      )
      .argument('<session>', 'the session'),
  ).action(replay)
}

async function replay(sessionId: string, options: Whose): Promise<void> {
  const differences = await asOperator(options, async ({ db, config, caller, deps: { now } }) => {
    const keys = keyStore(db, openRootKey(config))
    const engines = wireEngines(trustPlaces(config), faceSettings(config))
    const deps = {
      ...stores(db, keys),
      ...engines,
      blobs: sealedBlobs(openBlobs(config.blobUrl), db, keys),
    }
    const ref = { tenantId: caller.tenantId, sessionId }
    try {
      const found = await compareReplay(deps, ref)
      await deps.replays.note(ref, { actor: caller.id, at: now() })
      return found
    } finally {
      await engines.images.close()
    }
  })
  if (differences.length > 0) process.exitCode = 1
  if (options.json) return printJson({ sessionId, same: differences.length === 0, differences })
  if (differences.length === 0) print('the same, every score to the bit')
  for (const difference of differences) print(`differs  ${difference}`)
}
