import { AppError } from '../errors'
import { appendAudit, type Deed } from './audit'
import type { Database, Transaction } from './database'
import { applyIn } from './session-change'

/** Whether an organisation has turned authentication by face on. */
export function faceSettingsStore(db: Database) {
  return {
    isOn: async (tenantId: string): Promise<boolean> =>
      (
        await db.asTenant(tenantId, (tx) =>
          tx.organization.findUniqueOrThrow({ where: { id: tenantId } }),
        )
      ).faceAuthentication,

    /**
     * Turned off, every template, enrolment and authentication is deleted in the same transaction, and who was about to
     * confirm something is cancelled. No worker that began before stores anything afterwards.
     */
    change: (tenantId: string, enabled: boolean, { actor, at }: Deed): Promise<boolean> =>
      db.asTenant(tenantId, async (tx) => {
        const data = { faceAuthentication: enabled }
        await tx.organization.update({ where: { id: tenantId }, data })
        const gone = enabled ? {} : await forgetAll(tx, tenantId, { actor, at })
        const details = { faceAuthentication: enabled, ...gone }
        const entry = { actor, at, action: 'SETTINGS_CHANGED', object: tenantId, details } as const
        await appendAudit(tx, tenantId, entry)
        return enabled
      }),
  }
}

/** In a transaction that stores anything of it: it is on, and stays so until the end. @throws AppError FACE_AUTHENTICATION_OFF */
export async function holdFaceAuthentication(tx: Transaction, tenantId: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ on: boolean }[]>`
    select "faceAuthentication" as on from "Organization" where id = ${tenantId} for share`
  if (!row?.on)
    throw new AppError(
      'FACE_AUTHENTICATION_OFF',
      'Authentication by face is off; turn it on with faceAuthenticationSettingsUpdate.',
    )
}

/** Rows are locked before the first row of the audit log is written: whoever holds that waits for nothing else. */
async function forgetAll(tx: Transaction, tenantId: string, deed: Deed) {
  await tx.$executeRaw`
    select 1 from "KycSession" where "tenantId" = ${tenantId} and purpose = 'FACE_AUTHENTICATION' for update`
  await tx.$executeRaw`select 1 from "FaceEnrolment" where "tenantId" = ${tenantId} for update`
  const pending = await tx.kycSession.findMany({
    where: {
      tenantId,
      purpose: 'FACE_AUTHENTICATION',
      status: { in: ['AWAITING_CAPTURE', 'PROCESSING'] },
    },
  })
  for (const session of pending) await applyIn(tx, { session, trigger: 'CANCEL', ...deed })
  const where = { tenantId }
  const authentications = (await tx.faceAuthentication.deleteMany({ where })).count
  const enrolments = (await tx.faceEnrolment.deleteMany({ where })).count
  return { enrolments, authentications, cancelled: pending.length }
}
