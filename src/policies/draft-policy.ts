import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { PolicyVersion } from '../storage/policies'
import { hashOf, type PolicyDefinition, readDefinition } from './policy-definition'

type World = Pick<Deps, 'policies' | 'candidates' | 'faces' | 'now'>

/**
 * Writes a draft of a policy. It decides nothing until another member publishes it.
 * @throws AppError INVALID that says which part of the definition is wrong
 */
export async function draftPolicy(
  deps: World,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  { definition, note }: { definition: unknown; note: string },
): Promise<PolicyVersion> {
  const content = { ...hashed(await readDefinition(deps, tenantId, definition)), note }
  return deps.policies.draft(tenantId, content, { actor, at: deps.now() })
}

/**
 * Changes a draft of one's own: of a draft that two had written nobody could be the second pair of eyes.
 * @throws AppError NOT_FOUND, INVALID, CONFLICT when it is no draft, or somebody else's
 */
export async function updatePolicy(
  deps: World,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  { id, definition, note }: { id: string; definition: unknown; note: string | null },
): Promise<PolicyVersion> {
  const before = await draftOf(deps, { tenantId, id })
  if (before.createdBy !== actor)
    throw new AppError('CONFLICT', 'It is somebody else’s draft: make one of your own.', 'id')
  const whole =
    definition === null ? before.definition : await readDefinition(deps, tenantId, definition)
  const content = { ...hashed(whole), note: note ?? before.note }
  return deps.policies.update({ tenantId, id }, content, { actor, at: deps.now() })
}

/** Gives a draft up: it stays as it was, retired. @throws AppError NOT_FOUND, CONFLICT when it is no draft */
export async function retirePolicy(
  deps: Pick<Deps, 'policies' | 'now'>,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  id: string,
): Promise<PolicyVersion> {
  await draftOf(deps, { tenantId, id })
  return deps.policies.discard({ tenantId, id }, { actor, at: deps.now() })
}

/** @throws AppError NOT_FOUND, CONFLICT when it is no draft */
export async function draftOf(
  { policies }: Pick<Deps, 'policies'>,
  ref: { tenantId: string; id: string },
): Promise<PolicyVersion> {
  const found = await policies.get(ref)
  if (found.state === 'DRAFT') return found
  const hint = found.state === 'PUBLISHED' ? ' To replace it, publish another one.' : ''
  throw new AppError('CONFLICT', `Only drafts change.${hint}`, 'id')
}

function hashed(definition: PolicyDefinition) {
  return { definition, sha256: hashOf(definition) }
}
