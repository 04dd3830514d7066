import { Link } from 'wouter'
import type { LinksFragment } from '../../generated/graphql'
import { type Translate, useText } from '../text'
import { Badge } from '../ui/badge'

/** In units of the drawing. */
const RING = 46
const DOT = 12
const EDGE = 3

type Node = LinksFragment['nodes'][number]
type Placed = Node & { x: number; y: number }

/** Rings around the applicant, one for each link away. */
function placed(nodes: readonly Node[]): Placed[] {
  return nodes.map((node) => {
    const ring = nodes.filter(({ distance }) => distance === node.distance)
    const turn = (2 * Math.PI * ring.indexOf(node)) / ring.length - Math.PI / 2 + node.distance / 2
    const far = node.distance * RING
    return { ...node, x: far * Math.cos(turn), y: far * Math.sin(turn) }
  })
}

/** Who is joined with the applicant: a drawing, and beside it the same as a list. */
export function LinkGraph({ nodes, edges, complete }: LinksFragment) {
  const t = useText()
  const all = placed(nodes)
  const at = (id: string) => all.find(({ applicantId }) => applicantId === id)
  const half = Math.max(...nodes.map(({ distance }) => distance)) * RING + DOT + EDGE
  if (nodes.length < 2) return <p className="hint inside">{t('graph.alone')}</p>
  return (
    <div className="inside graph">
      <svg viewBox={`${-half} ${-half} ${2 * half} ${2 * half}`} aria-hidden="true">
        {edges.map(({ from, to, kinds }) => (
          <line
            key={`${from} ${to}`}
            className={kinds.every((kind) => kind === 'FACE') ? 'likeness' : undefined}
            x1={at(from)?.x}
            y1={at(from)?.y}
            x2={at(to)?.x}
            y2={at(to)?.y}
          />
        ))}
        {all.map(({ applicantId, distance, fraud, x, y }, number) => (
          <g key={applicantId} className={nodeClass(distance, fraud)}>
            <circle cx={x} cy={y} r={DOT} />
            <text x={x} y={y}>
              {number + 1}
            </text>
          </g>
        ))}
      </svg>
      <div>
        <ol>
          {all.map(({ applicantId, distance, fraud, caseId }) => {
            const links = edges
              .filter(({ from, to }) => from === applicantId || to === applicantId)
              .map(({ from, to, kinds }) => ({
                kinds,
                other: at(from === applicantId ? to : from),
              }))
            return (
              <li key={applicantId}>
                {distance === 0 ? t('graph.own') : t('graph.away', { count: distance })}
                {fraud && <Badge tone="bad">{t('graph.fraud')}</Badge>}
                <span className="hint">
                  {links
                    .map(({ kinds, other }) => sayLink(t, kinds, other ? all.indexOf(other) : -1))
                    .join('; ')}
                </span>
                {caseId && distance > 0 && <Link href={`/case/${caseId}`}>{t('dup.open')}</Link>}
              </li>
            )
          })}
        </ol>
        {!complete && <p className="hint">{t('graph.more')}</p>}
      </div>
    </div>
  )
}

/** What two have in common, and the number of the other. */
function sayLink(
  t: Translate,
  kinds: LinksFragment['edges'][number]['kinds'],
  place: number,
): string {
  const names = kinds.map((kind) => t(`link.${kind}`)).join(', ')
  return place < 0 ? names : t('graph.with', { kinds: names, number: place + 1 })
}

function nodeClass(distance: number, fraud: boolean): string {
  if (fraud) return 'node fraud'
  return distance === 0 ? 'node own' : 'node'
}
