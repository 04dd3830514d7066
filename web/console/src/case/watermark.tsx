import { useId } from 'react'
import { useMember } from '../member'

type Props = { width: number; height: number }

/** Who looks, over the image: a photograph of the screen says whose it was. */
export function Watermark({ width, height }: Props) {
  const { id } = useMember()
  const pattern = useId()
  const unit = Math.max(width, height) / 100
  return (
    <g className="watermark">
      <defs>
        <pattern
          id={pattern}
          width={unit * 72}
          height={unit * 22}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-24)"
        >
          <text x={unit} y={unit * 9} fontSize={unit * 2.6}>
            {id}
          </text>
        </pattern>
      </defs>
      <rect width={width} height={height} fill={`url(#${pattern})`} />
    </g>
  )
}
