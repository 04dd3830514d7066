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

/** What stands against an approval, with what it rests on. */
export function Reasons({ checks }: { checks: readonly Check[] }) {
  const t = useText()
  const against = (['FAIL', 'WARN'] as const).flatMap((grave) =>
    checks.filter(({ outcome }) => outcome === grave),
  )
  const reasons = against.flatMap((check) =>
    check.reasons.map((reason, at) => ({ key: `${check.id} ${at}`, check, reason })),
  )
  return (
    <section className="card reasons">
      <header>
        <h2>{t('reasons.title')}</h2>
      </header>
      {reasons.length === 0 && <p className="hint inside">{t('reasons.none')}</p>}
      <ul>
        {reasons.map(({ key, check, reason }) => (
          <ReasonItem key={key} reason={reason} tone={TONES[check.outcome]} />
        ))}
      </ul>
    </section>
  )
}

function ReasonItem({ reason, tone }: { reason: Reason; tone: Tone }) {
  const t = useText()
  const { language } = usePreferences()
  const { code, fault, internalMessage, evidence } = reason
  const inGerman = language === 'de' ? reasonsDe[code] : undefined
  const pointing = usePointing(evidence.captureId, evidence.box)
  const facts = [
    [t('reasons.about'), evidence.field && subjectOf(t, evidence.field)],
    [t('reasons.measured'), evidence.measured],
    [t('reasons.limit'), evidence.limit],
  ].filter(([, value]) => value)
  return (
    <li>
      <button type="button" className="reason" {...pointing}>
        <span className="head">
          <strong>{nameOf(t, 'reason', code)}</strong>
          <Badge tone={tone}>{t(`fault.${fault}`)}</Badge>
        </span>
        <span className="says">{inGerman ?? internalMessage}</span>
        {facts.length > 0 && (
          <span className="facts">
            {facts.map(([label, value]) => (
              <span key={label}>
                {label}: <b>{value}</b>
              </span>
            ))}
          </span>
        )}
      </button>
    </li>
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
