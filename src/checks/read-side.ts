import type { Deps, Face } from '../deps'
import { upOfFace } from '../vision/face-geometry'
import type { RgbImage } from '../vision/geometry'
import { turnUpright } from '../vision/page-geometry'
import { quadOfBox } from '../vision/quads'
import type { SideFacts } from './document-facts'
import type { Stopwatch } from './stopwatch'

/**
 * Reads all there is on one side of a document: zone, visual zone, barcodes, outline. `side` names the timings; `face` is
 * the portrait's face where the side has one.
 */
export async function readSide(
  deps: Pick<Deps, 'documents'>,
  watch: Stopwatch,
  { side, captureId, image }: { side: 'Front' | 'Back'; captureId: string; image: RgbImage },
  face: Face | null,
): Promise<SideFacts> {
  const { documents } = deps
  const mrz = await watch.time(`readMrz${side}`, () => documents.readMrz(image))
  const hints = {
    mrzBox: mrz?.box ?? null,
    mrzFormat: mrz?.format ?? null,
    faceBox: face && turnUpright(quadOfBox(face.box), upOfFace(face.landmarks)),
  }
  const outline = await watch.time(`findOutline${side}`, () => documents.findOutline(image, hints))
  const barcodes =
    mrz === null || side === 'Back'
      ? await watch.time(`readBarcodes${side}`, () => documents.readBarcodes(image))
      : []
  const visual = await watch.time(`readVisualZone${side}`, () =>
    documents.readVisualZone(image, mrz),
  )
  return { captureId, image, mrz, outline, barcodes, visual }
}
