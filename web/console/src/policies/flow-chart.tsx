import { usePreferences } from '../preferences'
import { useText } from '../text'
import { flowOf, labelTops, OUTCOMES, type Outcome, type Part, type Shift } from './flow'

const HEIGHT = 260
const WIDTH = 400
const BAR = 14
const LABEL = 42

type Props = { shifts: readonly Shift[]; title: string; nameOf(outcome: Outcome): string }

/** Where sessions went and where they would: before on the left, after on the right. The table below says the same. */
export function FlowChart({ shifts, title, nameOf }: Props) {
  const t = useText()
  const { left, right, ribbons } = flowOf(shifts, HEIGHT)
  const middle = WIDTH / 2
  const [start, end] = [BAR + 2, WIDTH - BAR - 2]
  return (
    <figure className="flow">
      <div className="sides" aria-hidden="true">
        <span>{t('policy.before')}</span>
        <span>{t('policy.after')}</span>
      </div>
      <div className="drawing" style={{ height: HEIGHT }}>
        <Labels parts={left} nameOf={nameOf} />
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={title}
        >
          {ribbons.map(({ before, after, from, to, height }) => (
            <path
              key={`${before} ${after}`}
              className={`ribbon ${after} ${before === after ? 'same' : 'moved'}`}
              d={`M${start} ${from} C${middle} ${from} ${middle} ${to} ${end} ${to} v${height} C${middle} ${to + height} ${middle} ${from + height} ${start} ${from + height} Z`}
            />
          ))}
          <Column parts={left} x={0} />
          <Column parts={right} x={WIDTH - BAR} />
        </svg>
        <Labels parts={right} than={left} nameOf={nameOf} />
      </div>
    </figure>
  )
}

function Column({ parts, x }: { parts: Part[]; x: number }) {
  return parts.map(({ outcome, top, height }) => (
    <rect key={outcome} className={outcome} x={x} y={top} width={BAR} height={height} />
  ))
}

type LabelsProps = Pick<Props, 'nameOf'> & { parts: Part[]; than?: Part[] }

function Labels({ parts, than, nameOf }: LabelsProps) {
  const { language } = usePreferences()
  const number = new Intl.NumberFormat(language)
  const signed = new Intl.NumberFormat(language, { signDisplay: 'exceptZero' })
  const tops = labelTops(parts, LABEL, HEIGHT)
  const gainOf = ({ outcome, count }: Part) =>
    count - (than?.find((each) => each.outcome === outcome)?.count ?? count)
  return (
    <ul className="labels" aria-hidden="true">
      {parts.map((part, at) => (
        <li key={part.outcome} style={{ top: tops[at] ?? 0 }}>
          <span>
            <i className={part.outcome} /> {nameOf(part.outcome)}
          </span>
          <b>
            {number.format(part.count)}
            {gainOf(part) !== 0 && <em> {signed.format(gainOf(part))}</em>}
          </b>
        </li>
      ))}
    </ul>
  )
}

/** In the order of the drawing. */
export function inOrder<Each extends Shift>(shifts: readonly Each[]): Each[] {
  const place = ({ before, after }: Shift) =>
    (before === after ? 100 : 0) + OUTCOMES.indexOf(before) * 10 + OUTCOMES.indexOf(after)
  return shifts.toSorted((a, b) => place(a) - place(b))
}
