import { extname } from 'node:path'
import type { Deps } from '../deps'
import type { SessionRef } from '../sessions/session'
import type { BundleFile } from '../trust/case-bundle'

type Stored = Pick<Deps, 'captures' | 'results' | 'caseAttachments' | 'blobs'>

/** Images that are told of by one picture. Frames and chips are not among them. */
const PICTURES = ['DOCUMENT_FRONT', 'DOCUMENT_BACK', 'SELFIE']

/** The portrait, each picture and each file attached to the case, unless it was removed. */
export async function picturesOf(
  { captures, results, caseAttachments, blobs }: Stored,
  { id: caseId, ...ref }: SessionRef & { id: string },
) {
  const attached = await caseAttachments.ofCase({ tenantId: ref.tenantId, caseId })
  const reading = await results.latestReading(ref)
  const kept = await captures.ofSession(ref)
  const keys = [
    { name: 'portrait.jpg', key: reading?.portraitKey },
    ...kept
      .filter(({ kind }) => PICTURES.includes(kind))
      .map(({ id, imageKey: key }) => ({ name: `${id}.jpg`, key })),
    ...attached.map(({ id, name, key }) => ({ name: `${id}${extname(name)}`, key })),
  ]
  const files: BundleFile[] = []
  for (const { name, key } of keys) if (key) files.push({ name, bytes: await blobs.get(key) })
  return files
}
