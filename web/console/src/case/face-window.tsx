import { useEffect, useState } from 'react'
import { useText } from '../text'
import { placing, type Size, WINDOW } from './align'
import { useImage } from './look'
import { Watermark } from './watermark'

/** How far the faces are enlarged, and moved, in units of the window. */
export type View = { zoom: number; x: number; y: number }

type Layer = {
  image: string | null
  frame: number
  eyes: readonly { x: number; y: number }[] | null
  opacity?: number
}

type Props = { label: string; view: View; layers: Layer[] }

/** A window onto one face, or several laid over each other. It takes the arrow keys. */
export function FaceWindow({ label, view, layers }: Props) {
  const { width, height } = WINDOW
  const [cx, cy] = [width / 2, height / 2]
  return (
    <figure>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by the arrow keys
        tabIndex={0}
      >
        <g
          transform={`translate(${cx} ${cy}) scale(${view.zoom}) translate(${view.x - cx} ${view.y - cy})`}
        >
          {layers.map((layer) => (
            <FaceLayer key={layer.image} {...layer} />
          ))}
        </g>
        <Watermark width={width} height={height} />
      </svg>
      <figcaption>{label}</figcaption>
    </figure>
  )
}

function FaceLayer({ image, frame, eyes, opacity = 1 }: Layer) {
  const t = useText()
  const { data: url, isError } = useImage(image, frame)
  const size = useSize(url ?? null)
  if (isError || image === null)
    return (
      <text x={WINDOW.width / 2} y={WINDOW.height / 2} textAnchor="middle" className="no-image">
        {t('faces.no-image')}
      </text>
    )
  if (!url || !size) return null
  return <image href={url} {...size} transform={placing(size, eyes)} opacity={opacity} />
}

/** The pixels of an image; null until they are known. */
export function useSize(url: string | null): Size | null {
  const [known, setKnown] = useState<{ url: string; size: Size } | null>(null)
  useEffect(() => {
    if (url === null) return
    const image = new Image()
    image.onload = () =>
      setKnown({ url, size: { width: image.naturalWidth, height: image.naturalHeight } })
    image.src = url
    return () => {
      image.onload = null
    }
  }, [url])
  return known?.url === url ? known.size : null
}
