import type { Reason } from '../decision/check-result'
import { REASONS } from '../decision/reasons'
import { toldEvidence } from '../decision/told-evidence'
import type { Block } from '../reports/report'
import type { ExplainedCheck, ExplainedRule, Explanation, WouldBe } from './explain-case'
import { factsOf, heading, named, text } from './report-words'

/** Each check and rule in the way, with what it rests on, and what would have been decided had that alone been otherwise. */
export function whyBlocks(explanation: Explanation | null): Block[] {
  if (explanation === null)
    return [heading('Why it is a case'), text('The checks decided nothing.')]
  const { outcome, checks, rules } = explanation
  const against = [...checks.flatMap(checkBlocks), ...rules.flatMap(ruleBlocks)]
  return [
    heading('Why it is a case'),
    text(`The checks decided: ${named(outcome)}. Match and liveness scores are not told outside.`),
    ...(against.length > 0 ? against : [text('No check stands against an approval.')]),
  ]
}

function checkBlocks({ check, outcome, reasons, ifPassed }: ExplainedCheck): Block[] {
  return [
    { kind: 'subheading', text: `${named(check)}: ${named(outcome)}` },
    ...reasons.flatMap(({ reason, kind, ifMended }) => [
      ...reasonBlocks(reason, kind),
      ...wouldBlocks(`Without ${reason.code}`, ifMended),
    ]),
    ...wouldBlocks('Had this check passed', ifPassed),
  ]
}

function ruleBlocks({ reason, ifNotHeld }: ExplainedRule): Block[] {
  const { field = '' } = reason.evidence
  return [
    { kind: 'subheading', text: `Rule ${field}` },
    ...reasonBlocks(reason, null),
    ...wouldBlocks('Had this rule not held', ifNotHeld),
  ]
}

function reasonBlocks(reason: Reason, kind: string | null): Block[] {
  const { captureId, field, measured, limit, text: own } = toldEvidence(reason)
  const seenOn = captureId && `${kind ? `${named(kind)}, ` : ''}${captureId}`
  return [
    text(`${reason.code}: ${own ?? REASONS[reason.code].internal}`),
    factsOf([
      ['About', field ?? null],
      ['Measured', measured ?? null],
      ['Would have passed', limit ?? null],
      ['Seen on', seenOn ?? null],
    ]),
  ]
}

function wouldBlocks(when: string, would: WouldBe | null): Block[] {
  if (would === null) return []
  const { outcome, against } = would
  const left = against.length > 0 ? ` Against it would still stand: ${against.join(', ')}.` : ''
  return [text(`${when}: ${named(outcome)}.${left}`)]
}
