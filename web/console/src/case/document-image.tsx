import { use } from 'react'
import type { PictureFragment } from '../../generated/graphql'
import { useText } from '../text'
import { Failure, Loading } from '../ui/states'
import { useSize } from './face-window'
import { useImage, useIsOpen } from './look'
import { bounds, type Place, PlaceContext } from './place'
import { Watermark } from './watermark'

/** The sides of the document as they were photographed; the place that is pointed at is marked, and shown large. */
export function DocumentImages({ pictures }: { pictures: readonly PictureFragment[] }) {
  const t = useText()
  const open = useIsOpen()
  const { place } = use(PlaceContext)
  return (
    <section className="card document">
      <header>
        <h2>{t('doc.title')}</h2>
      </header>
      <div className="inside">
        {!open && <p className="hint">{t('faces.closed')}</p>}
        {open && pictures.length === 0 && <p className="hint">{t('doc.none')}</p>}
        {open &&
          pictures.map((picture) => <Side key={picture.id} picture={picture} place={place} />)}
        {open && pictures.length > 0 && <Crop place={place} />}
      </div>
    </section>
  )
}

function Side({ picture, place }: { picture: PictureFragment; place: Place | null }) {
  const t = useText()
  const image = useImage(picture.id)
  const size = useSize(image.data ?? null)
  if (image.isError) return <Failure error={image.error} />
  if (!image.data || !size) return <Loading rows={3} />
  const points = place?.captureId === picture.id ? place.box : null
  return (
    <figure>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={t(`capture.${picture.kind}`)}
      >
        <image href={image.data} {...size} />
        {points && (
          <polygon points={points.map(({ x, y }) => `${x},${y}`).join(' ')} className="here" />
        )}
        <Watermark {...size} />
      </svg>
      <figcaption>{t(`capture.${picture.kind}`)}</figcaption>
    </figure>
  )
}

/** The place that is pointed at, cut out of the image that is there already. */
function Crop({ place }: { place: Place | null }) {
  const t = useText()
  const image = useImage(place?.captureId ?? null)
  const size = useSize(image.data ?? null)
  if (!place || !image.data || !size)
    return <p className="hint crop-hint">{t('fields.crop-hint')}</p>
  const tall = bounds(place.box, 0).height
  const { x, y, width, height } = bounds(place.box, tall * 0.35)
  return (
    <figure className="crop">
      <svg
        viewBox={`${x} ${y} ${width} ${height}`}
        role="img"
        aria-label={t('fields.crop')}
        preserveAspectRatio="xMinYMid meet"
      >
        <image href={image.data} {...size} />
      </svg>
      <figcaption>{t('fields.crop')}</figcaption>
    </figure>
  )
}
