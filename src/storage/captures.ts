import { AppError } from '../errors'
import type { AnnouncedBurst, Capture, CaptureKind, SessionRef } from '../sessions/session'
import { makeLive } from './blob-records'
import { notifySession } from './changes'
import type { Database, Transaction } from './database'
import { holdsAwaiting } from './hold-session'
import { newId } from './ids'
import { addToOutbox } from './outbox'

type NewCapture = { kind: CaptureKind; createdAt: Date; uploadExpiresAt: Date } & Partial<SealTerms>
/** What a sealed capture is to be sealed with. */
export type SealTerms = { sealingKeyId: string; sealNonce: string }

type Uploaded = { key: string; sha256: string; byteLength: number }
/** An image, or the files of a chip, which have no size in pixels. */
type Kept = { key: string; sha256: string; width: number | null; height: number | null }

export function captureStore(db: Database) {
  return {
    async create({ tenantId, sessionId }: SessionRef, announced: NewCapture): Promise<Capture> {
      const of = { id: newId('capture'), tenantId, sessionId }
      const data = { ...of, status: 'AWAITING_UPLOAD', ...announced } as const
      return toCapture(await db.asTenant(tenantId, (tx) => tx.capture.create({ data })))
    },

    /** @throws AppError NOT_FOUND, also when it is another organisation's, or of another session than `sessionId` names */
    async get(tenantId: string, id: string, sessionId: string | null = null): Promise<Capture> {
      const where = { id, tenantId, ...(sessionId !== null && { sessionId }) }
      const capture = await db.asTenant(tenantId, (tx) => tx.capture.findFirst({ where }))
      if (!capture) throw new AppError('NOT_FOUND', `There is no capture ${id}.`, 'captureId')
      return toCapture(capture)
    },

    /** The capture an upload URL is for; the URL's signature stands for the organisation. */
    async forUpload(id: string): Promise<Capture | null> {
      const capture = await db.asSystem((tx) => tx.capture.findUnique({ where: { id } }))
      return capture && toCapture(capture)
    },

    async ofSession({ tenantId, sessionId }: SessionRef): Promise<Capture[]> {
      const where = { tenantId, sessionId }
      const query = { where, orderBy: { id: 'asc' } } as const
      return (await db.asTenant(tenantId, (tx) => tx.capture.findMany(query))).map(toCapture)
    },

    /** Whether the organisation was sent this file before, as another capture of a liveness step. */
    async knowsBurst({ id, tenantId }: Capture, sha256: string): Promise<boolean> {
      const where = { tenantId, uploadSha256: sha256, kind: 'LIVENESS', id: { not: id } } as const
      return (await db.asTenant(tenantId, (tx) => tx.capture.count({ where }))) > 0
    },

    /** Takes the bytes as the capture's one upload. @returns false when there already is one */
    async takeUpload(
      { id, tenantId }: Capture,
      { key, sha256, byteLength }: Uploaded,
    ): Promise<boolean> {
      return db.asTenant(tenantId, async (tx) => {
        const { count } = await tx.capture.updateMany({
          where: { id, tenantId, status: 'AWAITING_UPLOAD' },
          data: {
            status: 'UPLOADED',
            uploadKey: key,
            uploadSha256: sha256,
            uploadBytes: byteLength,
          },
        })
        if (count === 1) await makeLive(tx, key)
        return count === 1
      })
    },

    /**
     * What came is good: the capture is READY and replaces earlier ones of its kind; the steps of a challenge stand
     * side by side.
     * @throws AppError CONFLICT when the session takes no captures any more, or the capture is not as it was seen
     */
    async complete(capture: Capture, { key, ...image }: Kept, at: Date): Promise<Capture> {
      const { id, tenantId, sessionId, kind, status } = capture
      return db.asTenant(tenantId, async (tx) => {
        const open = await holdsAwaiting(tx, sessionId)
        const { count } = await tx.capture.updateMany({
          where: { id, tenantId, status },
          data: {
            status: 'READY',
            imageKey: key,
            imageSha256: image.sha256,
            width: image.width,
            height: image.height,
            completedAt: at,
            uploadKey: null,
          },
        })
        if (!open || count === 0)
          throw new AppError(
            'CONFLICT',
            'This capture has changed meanwhile; read it again.',
            'captureId',
          )
        await (kind === 'LIVENESS' ? askForMeasures : replaceEarlier)(tx, capture)
        await makeLive(tx, key)
        await tx.blob.updateMany({
          where: { key: capture.uploadKey ?? '' },
          data: { state: 'DELETED' },
        })
        await notifySession(tx, { tenantId, sessionId })
        return toCapture(await tx.capture.findUniqueOrThrow({ where: { id } }))
      })
    },

    /** What came is no good: the capture is over, unless it has changed meanwhile; a new one is needed. */
    async fail(
      { id, tenantId, sessionId, status, uploadKey }: Capture,
      failure: string,
    ): Promise<void> {
      await db.asTenant(tenantId, async (tx) => {
        await tx.capture.updateMany({
          where: { id, tenantId, status },
          data: { status: 'FAILED', failure, uploadKey: null },
        })
        await tx.blob.updateMany({ where: { key: uploadKey ?? '' }, data: { state: 'DELETED' } })
        await notifySession(tx, { tenantId, sessionId })
      })
    },
  }
}

async function replaceEarlier(
  tx: Transaction,
  { id, tenantId, sessionId, kind }: Capture,
): Promise<void> {
  const others = { sessionId, tenantId, kind, status: 'READY', id: { not: id } } as const
  await tx.capture.updateMany({ where: others, data: { status: 'REPLACED' } })
}

/** Of an authentication by face they are looked at as they come; a verification looks at all of them at the end. */
async function askForMeasures(
  tx: Transaction,
  { id: captureId, tenantId, sessionId }: Capture,
): Promise<void> {
  const where = { id: sessionId, tenantId, purpose: 'FACE_AUTHENTICATION' } as const
  if ((await tx.kycSession.count({ where })) === 0) return
  const data = { tenantId, sessionId, captureId }
  await addToOutbox(tx, 'measureFrames', `${captureId}-measure`, data)
}

export function toCapture<T extends { burst: unknown }>(row: T) {
  return { ...row, burst: row.burst as AnnouncedBurst | null }
}
