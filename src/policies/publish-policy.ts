import type { Deps } from '../deps'
import { AppError } from '../errors'
import type { Caller } from '../sessions/caller'
import type { PolicyVersion } from '../storage/policies'
import { draftOf } from './draft-policy'
import { policyOf } from './policy-definition'

const isMember = (id: string) => id.startsWith('mem_')

/**
 * Puts a draft in force: every session decided from now on is judged by it. Four eyes: a member publishes what another
 * member wrote, which the table itself holds to as well. `sha256`: of the definition that the publisher has read.
 * @throws AppError NOT_FOUND; CONFLICT when it is no draft, has changed since it was read, or four eyes are not given
 */
export async function publishPolicy(
  deps: Pick<Deps, 'policies' | 'now'>,
  { tenantId, id: actor }: Pick<Caller, 'tenantId' | 'id'>,
  { id, sha256 }: { id: string; sha256: string },
): Promise<PolicyVersion> {
  const draft = await draftOf(deps, { tenantId, id })
  assertFourEyes(draft.createdBy, actor)
  policyOf({ id, version: '' }, draft.definition)
  return deps.policies.publish({ tenantId, id }, sha256, { actor, at: deps.now() })
}

function assertFourEyes(author: string, publisher: string): void {
  if (!isMember(publisher))
    throw new AppError('CONFLICT', 'Only a member who is logged in publishes policies.', 'id')
  if (!isMember(author))
    throw new AppError(
      'CONFLICT',
      'No member answers for this draft: make one of your own of it, for another member to publish.',
      'id',
    )
  if (author === publisher)
    throw new AppError('CONFLICT', 'You wrote it: another member has to publish it.', 'id')
}
