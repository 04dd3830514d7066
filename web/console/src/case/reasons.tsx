import type { EvidencedFragment } from '../../generated/graphql'
import { nameOf, subjectOf } from '../codes'
import { reasonsDe } from '../messages/reasons-de'
import { usePreferences } from '../preferences'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { usePointing } from './place'

type Check = EvidencedFragment
type Reason = Check['reasons'][number]

const TONES: Record<Check['outcome'], Tone> = {
  PASS: 'good',
  WARN: 'warn',
  FAIL: 'bad',
  SKIPPED: 'plain',
}

/** The same reason as often as it was found; `tone`: how grave. */
type Found = { tone: Tone; first: Reason; all: readonly Reason[] }

/** What stands against an approval, with what it rests on. `codes`: all of the case, also those that no check has. */
export function Reasons({ checks, rules, codes }: Props) {
  const t = useText()
  const found: Found[] = [
    ...(['FAIL', 'WARN'] as const).flatMap((grave) =>
      checks.filter(({ outcome }) => outcome === grave).flatMap(reasonsOf),
    ),
    ...rules.map((rule): Found => ({ tone: 'warn', first: rule, all: [rule] })),
  ]
  const told = found.map(({ first }) => first.code)
  const others = [...new Set(codes)].filter((code) => !told.includes(code))
  return (
    <section className="card reasons">
      <header>
        <h2>{t('reasons.title')}</h2>
      </header>
      {found.length + others.length === 0 && <p className="hint inside">{t('reasons.none')}</p>}
      <ul>
        {found.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what a judgement found never changes
          <ReasonItem key={at} {...each} />
        ))}
        {others.map((code) => (
          <li key={code} className="reason">
            <strong>{nameOf(t, 'reason', code)}</strong>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Props = {
  checks: readonly Check[]
  rules: readonly Reason[]
  codes: readonly Reason['code'][]
}

/** What was found wrong in many places is one reason. */
function reasonsOf({ outcome, reasons }: Check): Found[] {
  const codes = [...new Set(reasons.map(({ code }) => code))]
  return codes.flatMap((code) => {
    const all = reasons.filter((reason) => reason.code === code)
    const [first] = all
    return first ? [{ tone: TONES[outcome], first, all }] : []
  })
}

/** What these say is what the author of the rule wrote. */
const OF_RULES: Reason['code'][] = ['POLICY_RULE', 'STEP_UP_ASKED']

function ReasonItem({ tone, first, all }: Found) {
  const t = useText()
  const { language } = usePreferences()
  const { code, fault, internalMessage } = first
  const inGerman = language === 'de' && !OF_RULES.includes(code) ? reasonsDe[code] : undefined
  return (
    <li className="reason">
      <span className="head">
        <strong>{nameOf(t, 'reason', code)}</strong>
        <Badge tone={tone}>{t(`fault.${fault}`)}</Badge>
      </span>
      <span className="says">{inGerman ?? internalMessage}</span>
      {all.map(({ evidence }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: evidence is its place
        <Evidence key={at} evidence={evidence} />
      ))}
    </li>
  )
}

/** An id of a capture says nothing to a reader: pointing at the evidence shows its place. */
const CAPTURE = / \(cap_\w+\)/g

/** What one finding rests on; pointing at it, or moving to it by keyboard, shows its place. */
function Evidence({ evidence }: Pick<Reason, 'evidence'>) {
  const t = useText()
  const { captureId, box, field, measured, limit } = evidence
  const pointing = usePointing(captureId, box)
  const facts = [
    [t('reasons.about'), field && subjectOf(t, field)],
    [t('reasons.measured'), measured],
    [t('reasons.limit'), limit?.replaceAll(CAPTURE, '')],
  ].filter(([, value]) => value)
  const hasPlace = 'onFocus' in pointing
  if (facts.length === 0 && !hasPlace) return null
  const said = facts.map(([label, value]) => (
    <span key={label}>
      {label}: <b>{value}</b>
    </span>
  ))
  if (!hasPlace) return <span className="facts">{said}</span>
  return (
    <button type="button" className="facts" {...pointing}>
      {facts.length > 0 ? said : t('reasons.place')}
    </button>
  )
}

/** Every check and its outcome. */
export function Checks({ checks }: { checks: readonly Check[] }) {
  const t = useText()
  return (
    <section className="card checks">
      <header>
        <h2>{t('checks.title')}</h2>
      </header>
      <ul>
        {checks.map(({ id, name, outcome }) => (
          <li key={id}>
            <span>{nameOf(t, 'check', name)}</span>
            <Badge tone={TONES[outcome]}>{t(`check-outcome.${outcome}`)}</Badge>
          </li>
        ))}
      </ul>
    </section>
  )
}
