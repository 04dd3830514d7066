import { CHECKPOINT_PREFIX } from '../audit/checkpoint-key'
import type { BlobEntry, Deps } from '../deps'
import { TOMBSTONE_PREFIX } from '../privacy/tombstone'
import { sha256 } from './sha256'

export const DEFECTS = ['ORPHAN', 'MISSING', 'MISMATCH', 'UNREFERENCED'] as const

/**
 * ORPHAN: an object without a row. MISSING: a LIVE row, or something that refers to an image, without an object or
 * row. MISMATCH: an object whose SHA-256 is not its row's. UNREFERENCED: a LIVE row that nothing refers to.
 */
export type Defect = (typeof DEFECTS)[number]

/**
 * What follows. DELETED: an old orphan, removed. REPAIRABLE: one that a repair would remove. WAIT: an orphan so fresh
 * that whoever wrote it may still be at work. PERSON: nothing is done by itself where an applicant's image is at stake.
 */
export type Remedy = 'DELETED' | 'REPAIRABLE' | 'WAIT' | 'PERSON'

export type Finding = { defect: Defect; remedy: Remedy; key: string; sessionId: string | null }

export type Integrity = { objects: number; rows: number; findings: Finding[] }

type StorageDeps = Pick<Deps, 'blobs' | 'blobRecords' | 'now'>

/** What is no image, and has no row. */
const OTHERS = [TOMBSTONE_PREFIX, CHECKPOINT_PREFIX]

const BATCH = 200

/** No step takes so long between writing an object and referring to it; the janitor waits as long. */
const FRESH_MS = 3_600_000

/**
 * Compares what the database says is stored with what is, reading every object once. Safe while others work: a row is
 * written before its object and removed after it, and every suspicion is looked at twice.
 * `repair`: removes orphans older than an hour.
 * @throws Error when the database or the store cannot be asked: then nothing is known
 */
export async function checkIntegrity(deps: StorageDeps, repair: boolean): Promise<Integrity> {
  const stored = await checkObjects(deps, repair)
  const live = await checkRows(deps)
  const refers = await checkReferences(deps)
  const findings = [...stored.findings, ...live.findings, ...refers]
  return { objects: stored.count, rows: live.count, findings }
}

async function checkObjects(deps: StorageDeps, repair: boolean) {
  const findings: Finding[] = []
  let count = 0
  for await (const objects of inBatches(deps.blobs.list())) {
    const batch = objects.filter(({ key }) => !OTHERS.some((other) => key.startsWith(other)))
    count += batch.length
    const known = await deps.blobRecords.known(batch.map(({ key }) => key))
    for (const entry of batch.filter(({ key }) => !known.has(key)))
      if (await deps.blobs.exists(entry.key)) findings.push(await orphan(deps, entry, repair))
  }
  return { count, findings }
}

async function* inBatches(entries: AsyncIterable<BlobEntry>): AsyncGenerator<BlobEntry[]> {
  let batch: BlobEntry[] = []
  for await (const entry of entries) {
    batch.push(entry)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function orphan(
  { blobs, now }: StorageDeps,
  { key, modifiedAt }: BlobEntry,
  repair: boolean,
): Promise<Finding> {
  const finding = { defect: 'ORPHAN', key, sessionId: null } as const
  if (now().getTime() - modifiedAt.getTime() < FRESH_MS) return { ...finding, remedy: 'WAIT' }
  if (!repair) return { ...finding, remedy: 'REPAIRABLE' }
  await blobs.delete(key)
  return { ...finding, remedy: 'DELETED' }
}

async function checkRows(deps: StorageDeps) {
  const findings: Finding[] = []
  let count = 0
  let after = ''
  for (;;) {
    const rows = await deps.blobRecords.live(after, BATCH)
    for (const { key, sessionId } of rows) {
      const defect = await defectOf(deps, key)
      if (defect) findings.push({ defect, remedy: 'PERSON', key, sessionId })
    }
    count += rows.length
    const last = rows.at(-1)
    if (!last) return { count, findings }
    after = last.key
  }
}

/** What is wrong with the object of a row. A row that is LIVE no longer makes no demands. */
async function defectOf({ blobs, blobRecords }: StorageDeps, key: string): Promise<Defect | null> {
  const hash = await hashOf(blobs, key)
  const row = await blobRecords.liveRow(key)
  if (row === null || row.sha256 === hash) return null
  return hash === null ? 'MISSING' : 'MISMATCH'
}

async function hashOf(blobs: Deps['blobs'], key: string): Promise<string | null> {
  try {
    return sha256(await blobs.get(key))
  } catch (error) {
    if (await blobs.exists(key)) throw error
    return null
  }
}

async function checkReferences({ blobRecords }: StorageDeps): Promise<Finding[]> {
  const finding =
    (defect: Defect) =>
    ({ key, sessionId }: { key: string; sessionId: string }): Finding => {
      return { defect, remedy: 'PERSON', key, sessionId }
    }
  return [
    ...(await blobRecords.dangling()).map(finding('MISSING')),
    ...(await blobRecords.unreferenced()).map(finding('UNREFERENCED')),
  ]
}
