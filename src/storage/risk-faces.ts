import type { Mode, Session, SessionRef } from '../sessions/session'
import { openObject, sealObject } from '../trust/envelope'
import { hkdf } from '../trust/hkdf'
import { type ProtectedFace, protectFaces } from '../trust/protect-face'
import type { FaceTemplate } from '../vision/face-template'
import type { Database, Transaction } from './database'
import { nearestCodes } from './face-index'
import type { Keys } from './keys'
import { bytesOfTemplate, templateOfBytes } from './template-bytes'

/** A face as it is stored; made before the transaction that stores it. */
export type SealedFace = { model: string; code: string; template: Uint8Array<ArrayBuffer> }

export type KnownFace = { model: string; mode: Mode; face: ProtectedFace }

/** One of those whose codes are nearest. The template is protected: it compares with others of the organisation. */
export type FaceCandidate = { sessionId: string; applicantId: string; template: FaceTemplate }

type Whose = Pick<Session, 'tenantId' | 'applicantId'>

/**
 * The faces of an organisation, to be found by likeness: codes are compared in the database, which shows each organisation its
 * own and forgets a row when it is deleted; the templates of the nearest are opened and compared exactly by whoever asks.
 */
export function riskFaceStore(db: Database, keys: Keys) {
  const protections = new Map<string, (face: FaceTemplate) => ProtectedFace>()

  async function protect(tenantId: string, face: FaceTemplate): Promise<ProtectedFace> {
    const size = face.vector.length
    const name = `${tenantId} ${size}`
    const known = protections.get(name)
    if (known) return known(face)
    const index = await keys.forIndexing(tenantId)
    const key = hkdf(index, { info: 'countersign face templates v1', byteLength: 32 })
    const made = protectFaces(key, size)
    if (protections.size >= MOST_PROTECTIONS) protections.clear()
    protections.set(name, made)
    return made(face)
  }

  return {
    protect,

    /** Encrypted with the session's key. */
    async seal(
      { tenantId, id: sessionId }: Session,
      { model, face }: KnownFace,
    ): Promise<SealedFace> {
      const ref = { tenantId, sessionId }
      const key = await keys.forWriting(ref)
      return {
        model,
        code: face.code,
        template: sealObject(key, purposeOf(ref), bytesOfTemplate(face.template)),
      }
    },

    /** Those whose codes are nearest, `among` so many, of other applicants, in the same mode and by the same model. */
    async nearest(
      { tenantId, applicantId }: Whose,
      { model, mode, face: { code } }: KnownFace,
      among: number,
    ): Promise<FaceCandidate[]> {
      const query = { tenantId, mode, model, code, applicantId }
      const rows = await db.asTenant(tenantId, (tx) => nearestCodes(tx, query, among))
      const ids = rows.map(({ sessionId }) => sessionId)
      const opened = await keys.forReadingMany(tenantId, ids)
      return rows.flatMap(({ template, ...row }) => {
        const key = opened.get(row.sessionId)
        if (!key) return [] // erased since
        const purpose = purposeOf({ tenantId, sessionId: row.sessionId })
        return [{ ...row, template: templateOfBytes(openObject(key, purpose, template)) }]
      })
    },

    /** How many there are to be found by this model. */
    count: (tenantId: string, { mode, model }: KnownFace): Promise<number> =>
      db.asTenant(tenantId, (tx) => tx.riskFace.count({ where: { tenantId, mode, model } })),

    /** That of the session itself, protected. */
    async ofSession({ tenantId, sessionId }: SessionRef): Promise<KnownFace | null> {
      const where = { tenantId, sessionId }
      const row = await db.asTenant(tenantId, (tx) => tx.riskFace.findFirst({ where }))
      if (row === null) return null
      const key = await keys.forReading({ tenantId, sessionId })
      const opened = openObject(key, purposeOf({ tenantId, sessionId }), row.template)
      const { model, code, mode } = row
      return { model, mode, face: { code, template: templateOfBytes(opened) } }
    },
  }
}

/** A rotation of 192 numbers takes half a megabyte. */
const MOST_PROTECTIONS = 50

/** A later run's takes the place of an earlier one. */
export async function storeFace(
  tx: Transaction,
  { tenantId, id: sessionId, applicantId, mode }: Session,
  face: SealedFace,
  at: Date,
): Promise<void> {
  await tx.riskFace.deleteMany({ where: { tenantId, sessionId } })
  await tx.riskFace.create({ data: { tenantId, sessionId, applicantId, mode, ...face, at } })
}

function purposeOf(ref: SessionRef) {
  return { ...ref, object: ref.sessionId, kind: 'FACE_TEMPLATE' }
}
