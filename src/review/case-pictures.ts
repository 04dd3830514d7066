import type { Deps } from '../deps'
import type { SessionRef } from '../sessions/session'
import type { BundleFile } from '../trust/case-bundle'

type Stored = Pick<Deps, 'captures' | 'results' | 'blobs'>

/** Images that are told of by one picture. Frames and chips are not among them. */
const PICTURES = ['DOCUMENT_FRONT', 'DOCUMENT_BACK', 'SELFIE']

/** The portrait and each picture that was not removed. */
export async function picturesOf({ captures, results, blobs }: Stored, ref: SessionRef) {
  const reading = await results.latestReading(ref)
  const kept = await captures.ofSession(ref)
  const keys = [
    { name: 'portrait.jpg', key: reading?.portraitKey },
    ...kept
      .filter(({ kind }) => PICTURES.includes(kind))
      .map(({ id, imageKey: key }) => ({ name: `${id}.jpg`, key })),
  ]
  const files: BundleFile[] = []
  for (const { name, key } of keys) if (key) files.push({ name, bytes: await blobs.get(key) })
  return files
}
