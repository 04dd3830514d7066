import type { Command } from 'commander'
import { openRootKey } from '../open-root-key'
import { type Keys, keyStore } from '../storage/keys'
import { sealingKeyRing } from '../storage/sealing-key-ring'
import { signingKeyStore } from '../storage/signing-keys'
import { COMMAND_LINE } from './choose-organization'
import { print, printJson, progress } from './print'
import { withDatabase } from './with-database'

type Options = { json?: boolean; organization?: string }

/** `countersign keys`: the ladder of keys that what is kept is encrypted with. */
export function register(program: Command): void {
  const keys = program
    .command('keys')
    .description('Manage the keys that images and findings are encrypted with.')
  keys
    .command('status')
    .description(
      'List the key versions of every organisation, and how many sessions are under each.',
    )
    .option('--json', 'one JSON object')
    .action(status)
  keys
    .command('rotate')
    .description(
      'Give organisations a new key, and wrap the keys of their sessions with it. Nothing stops meanwhile.',
    )
    .option('--organization <id>', 'only this one')
    .option('--json', 'one JSON object')
    .action(rotate)
  keys
    .command('rewrap')
    .description(
      'After the root key was rotated: wrap the keys of organisations, for signing and for sealing with it as it is now.',
    )
    .option('--json', 'one JSON object')
    .action(rewrap)
  keys
    .command('rotate-sealing')
    .description(
      'Make a new key for captures to be sealed to. What was sealed to those before can be opened for one more day.',
    )
    .option('--json', 'one JSON object')
    .action(rotateSealing)
}

const deed = () => ({ actor: COMMAND_LINE, at: new Date() })

function withKeys(work: (keys: Keys) => Promise<void>): Promise<void> {
  return withDatabase((db, config) => work(keyStore(db, openRootKey(config))))
}

function status({ json }: Options): Promise<void> {
  return withKeys(async (keys) => {
    const found = await keys.status()
    if (json) return printJson({ keys: found })
    for (const { tenantId, version, sessions, createdAt } of found)
      print(`${tenantId}  version ${version}  ${createdAt.toISOString()}  ${sessions} sessions`)
    if (found.length === 0) print('No organisation has a key yet: the first upload makes one.')
  })
}

function rotate({ organization, json }: Options): Promise<void> {
  return withKeys(async (keys) => {
    const known = new Set((await keys.status()).map(({ tenantId }) => tenantId))
    const chosen = organization ? [organization] : [...known]
    const rotated: { tenantId: string; version: number; sessions: number }[] = []
    for (const tenantId of chosen) {
      const version = await keys.rotate(tenantId, deed())
      rotated.push({ tenantId, version, sessions: await rewrapSessions(keys, tenantId) })
    }
    if (json) return printJson({ rotated })
    for (const { tenantId, version, sessions } of rotated)
      print(`${tenantId}: version ${version}, the keys of ${sessions} sessions wrapped with it`)
  })
}

async function rewrapSessions(keys: Keys, tenantId: string): Promise<number> {
  let { done, left } = await keys.rewrap(tenantId)
  const bar = progress('Wrapping', done + left)
  try {
    for (let at = 0; at < done; at += 1) bar.step()
    while (left > 0) {
      const step = await keys.rewrap(tenantId)
      for (let at = 0; at < step.done; at += 1) bar.step()
      done += step.done
      left = step.left
    }
  } finally {
    bar.stop()
  }
  return done
}

function rewrap({ json }: Options): Promise<void> {
  return withDatabase(async (db, config) => {
    const root = openRootKey(config)
    const rewrapped = {
      organizations: await keyStore(db, root).rewrapTenants(deed()),
      signing: await signingKeyStore(db, root).rewrap(),
      sealing: await sealingKeyRing(db, root).rewrap(),
    }
    if (json) return printJson({ rewrapped })
    const { organizations, signing, sealing } = rewrapped
    print(
      `Wrapped with the current root key: ${organizations} keys of organisations, ${signing} for signing, ${sealing} for sealing`,
    )
  })
}

function rotateSealing({ json }: Options): Promise<void> {
  return withDatabase(async (db, config) => {
    const kid = await sealingKeyRing(db, openRootKey(config)).rotate(new Date())
    if (json) printJson({ kid })
    else print(`New captures are sealed to ${kid} from now on`)
  })
}
