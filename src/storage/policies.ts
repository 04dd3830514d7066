import { AppError } from '../errors'
import { type Page, type PageArgs, readPage } from '../page'
import type { PolicyDefinition } from '../policies/policy-definition'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import type { PolicyVersion as Row } from './generated/client'
import { newId } from './ids'

/** A policy of an organisation's own. `number` counts them; `note`: what the author says of it. */
export type PolicyVersion = Omit<Row, 'inForce' | 'definition'> & { definition: PolicyDefinition }

/** When a policy came into force, and the model of risk it brought. */
export type Publication = { at: Date; candidate: string | null }

type Content = { definition: PolicyDefinition; sha256: string; note: string }
type Ref = { tenantId: string; id: string }

/** The transitions, as the table's own trigger allows them. What does not fit any more is a CONFLICT. */
export function policyStore(db: Database) {
  return {
    /** Newest first. @throws AppError INVALID */
    list: (tenantId: string, args: PageArgs): Promise<Page<PolicyVersion>> =>
      db.asTenant(tenantId, (tx) =>
        readPage(args, async (query) =>
          (await tx.policyVersion.findMany({ ...query, where: { tenantId } })).map(toPolicy),
        ),
      ),

    /** @throws AppError NOT_FOUND, also when it is another organisation's */
    get: ({ tenantId, id }: Ref): Promise<PolicyVersion> =>
      db.asTenant(tenantId, (tx) => find(tx, { tenantId, id })),

    /** The one that is published; null: the default policy is in force. */
    async inForce(tenantId: string): Promise<PolicyVersion | null> {
      const where = { tenantId, inForce: true }
      const row = await db.asTenant(tenantId, (tx) => tx.policyVersion.findFirst({ where }))
      return row && toPolicy(row)
    },

    /** Every policy that was ever in force, the newest first, and the candidate that scored the risk; null: the rules did. */
    publications: (tenantId: string): Promise<Publication[]> =>
      db.asTenant(
        tenantId,
        (tx) => tx.$queryRaw<Publication[]>`
        select "publishedAt" as at, definition->'riskModel'->>'candidate' as candidate from "PolicyVersion"
        where "tenantId" = ${tenantId} and "publishedAt" is not null order by "publishedAt" desc, number desc`,
      ),

    draft: (tenantId: string, content: Content, { actor, at }: Deed): Promise<PolicyVersion> =>
      db.asTenant(tenantId, async (tx) => {
        const number = await nextNumber(tx, tenantId)
        const times = { createdBy: actor, createdAt: at, updatedAt: at }
        const id = newId('policy')
        const data = { id, tenantId, number, ...content, ...times }
        const row = await tx.policyVersion.create({ data })
        await audit(tx, toPolicy(row), 'POLICY_DRAFTED', { actor, at })
        return toPolicy(row)
      }),

    /** @throws AppError CONFLICT when it is a draft of this author's no more */
    update: ({ tenantId, id }: Ref, content: Content, deed: Deed): Promise<PolicyVersion> =>
      db.asTenant(tenantId, async (tx) => {
        const where = { tenantId, id, state: 'DRAFT', createdBy: deed.actor } as const
        const data = { ...content, updatedAt: deed.at }
        await one(tx.policyVersion.updateMany({ where, data }))
        return told(tx, { tenantId, id }, 'POLICY_CHANGED', deed)
      }),

    /**
     * Puts it in force, and the one before out of it. `sha256`: what the publisher has seen.
     * @throws AppError CONFLICT when it is no draft any more, or has been changed
     */
    publish: ({ tenantId, id }: Ref, sha256: string, deed: Deed): Promise<PolicyVersion> =>
      db.asTenant(tenantId, async (tx) => {
        await lockOrganization(tx, tenantId)
        const before = await tx.policyVersion.findFirst({ where: { tenantId, inForce: true } })
        if (before) await retire(tx, before, deed)
        const { actor: publishedBy, at } = deed
        const data = { state: 'PUBLISHED', inForce: true, publishedBy, publishedAt: at } as const
        const where = { tenantId, id, state: 'DRAFT', sha256 } as const
        await one(tx.policyVersion.updateMany({ where, data: { ...data, updatedAt: at } }))
        return told(tx, { tenantId, id }, 'POLICY_PUBLISHED', deed)
      }),

    /** Gives a draft up. @throws AppError CONFLICT when it is none any more */
    discard: (ref: Ref, deed: Deed): Promise<PolicyVersion> =>
      db.asTenant(ref.tenantId, async (tx) => {
        const data = { state: 'RETIRED', retiredAt: deed.at, updatedAt: deed.at } as const
        await one(tx.policyVersion.updateMany({ where: { ...ref, state: 'DRAFT' }, data }))
        return told(tx, ref, 'POLICY_RETIRED', deed)
      }),
  }
}

async function retire(tx: Transaction, { id, tenantId }: Ref, { at }: Deed): Promise<void> {
  const data = { state: 'RETIRED', inForce: null, retiredAt: at, updatedAt: at } as const
  await tx.policyVersion.update({ where: { tenantId_id: { tenantId, id } }, data })
}

async function one(change: Promise<{ count: number }>): Promise<void> {
  if ((await change).count === 0)
    throw new AppError('CONFLICT', 'The policy has changed meanwhile; read it again.', 'id')
}

async function find(tx: Transaction, { tenantId, id }: Ref): Promise<PolicyVersion> {
  const row = await tx.policyVersion.findFirst({ where: { tenantId, id } })
  if (!row) throw new AppError('NOT_FOUND', `There is no policy ${id}.`, 'id')
  return toPolicy(row)
}

/** Two at once take turns. */
async function nextNumber(tx: Transaction, tenantId: string): Promise<number> {
  await lockOrganization(tx, tenantId)
  const { _max } = await tx.policyVersion.aggregate({ where: { tenantId }, _max: { number: true } })
  return (_max.number ?? 0) + 1
}

async function lockOrganization(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`select 1 from "Organization" where id = ${id} for update`
}

type Action = 'POLICY_DRAFTED' | 'POLICY_CHANGED' | 'POLICY_PUBLISHED' | 'POLICY_RETIRED'

async function told(tx: Transaction, ref: Ref, action: Action, deed: Deed): Promise<PolicyVersion> {
  const policy = await find(tx, ref)
  await audit(tx, policy, action, deed)
  return policy
}

function audit(
  tx: Transaction,
  { id: object, tenantId, number, sha256 }: PolicyVersion,
  action: Action,
  deed: Deed,
): Promise<void> {
  return appendAudit(tx, tenantId, { ...deed, action, object, details: { number, sha256 } })
}

function toPolicy({ inForce: _, definition, ...row }: Row): PolicyVersion {
  return { ...row, definition: definition as unknown as PolicyDefinition }
}
