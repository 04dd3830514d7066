import { useFormats } from '../metrics/formats'
import { type Translate, useText } from '../text'
import { Scroll } from '../ui/scroll'

/** As many sessions then and now between two values; null: without end (schema: DriftBin). */
export type Bin = {
  from?: number | null
  to?: number | null
  known: boolean
  unknown: boolean
  reference: number
  recent: number
}

const HEIGHT = 110

type Props = { title: string; bins: readonly Bin[]; say(value: number): string }

/** How something was spread then and is now: of each time the shares, side by side, and the same as a table. */
export function Histogram({ title, bins, say }: Props) {
  const t = useText()
  const { percent } = useFormats()
  const shares = sharesOf(bins)
  const most = Math.max(...shares.flatMap(({ before, after }) => [before, after]), 0.01)
  return (
    <figure className="histogram">
      <div className="plot">
        <span className="axis-ends down" aria-hidden="true">
          <span>{percent(most)}</span>
          <span>0</span>
        </span>
        <div>
          <svg
            viewBox={`0 0 ${bins.length} ${HEIGHT}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={title}
            style={{ height: HEIGHT }}
          >
            <path
              className="ticks"
              d={`M0 0.5 H${bins.length} M0 ${HEIGHT - 0.5} H${bins.length}`}
            />
            {shares.map(({ before, after }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              <g key={at}>
                <Bar look="then" x={at + 0.1} share={before / most} />
                <Bar look="now" x={at + 0.5} share={after / most} />
              </g>
            ))}
          </svg>
          <ol className="cuts" aria-hidden="true">
            {bins.map((bin, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              <li key={at}>{cutOf(t, bin, say)}</li>
            ))}
          </ol>
        </div>
      </div>
      <details className="as-table">
        <summary>{t('metrics.as-table')}</summary>
        <BinTable title={title} bins={bins} say={say} />
      </details>
    </figure>
  )
}

function sharesOf(bins: readonly Bin[]) {
  const total = (window: 'reference' | 'recent') =>
    Math.max(
      1,
      bins.reduce((sum, bin) => sum + bin[window], 0),
    )
  const [then, now] = [total('reference'), total('recent')]
  return bins.map(({ reference, recent }) => ({ before: reference / then, after: recent / now }))
}

function Bar({ look, x, share }: { look: 'then' | 'now'; x: number; share: number }) {
  return (
    <rect className={look} x={x} width={0.38} y={HEIGHT * (1 - share)} height={HEIGHT * share} />
  )
}

/** Where a bar begins. */
function cutOf(t: Translate, { from, unknown, known }: Bin, say: Props['say']) {
  if (unknown && !known) return <span className="none">{t('drift.unknown-short')}</span>
  return from === null || from === undefined ? null : <span>{say(from)}</span>
}

function rangeOf(t: Translate, { from = null, to = null, known, unknown }: Bin, say: Props['say']) {
  if (!known) return t('metrics.unknown')
  const range =
    from === null || to === null
      ? endOf(t, { from, to }, say)
      : t('drift.between', { from: say(from), to: say(to) })
  return unknown ? t('drift.or-unknown', { range }) : range
}

function endOf(
  t: Translate,
  { from, to }: { from: number | null; to: number | null },
  say: Props['say'],
) {
  if (from !== null) return t('drift.above', { from: say(from) })
  return to === null ? t('drift.any') : t('drift.up-to', { to: say(to) })
}

function BinTable({ title, bins, say }: Props) {
  const t = useText()
  const { number, percent } = useFormats()
  const shares = sharesOf(bins)
  const cell = (count: number, share = 0) => (
    <td className="number end">
      {number(count)} <span className="hint">{percent(share)}</span>
    </td>
  )
  return (
    <Scroll label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('drift.value')}</th>
            <th scope="col" className="end">
              {t('drift.reference')}
            </th>
            <th scope="col" className="end">
              {t('drift.recent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bins.map((bin, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <tr key={at}>
              <th scope="row">{rangeOf(t, bin, say)}</th>
              {cell(bin.reference, shares[at]?.before)}
              {cell(bin.recent, shares[at]?.after)}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
