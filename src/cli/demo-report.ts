import type { DemoCase } from './demo-cases'
import type { ReasonResult, SessionResult } from './demo-client'

export type CaseResult = {
  demoCase: DemoCase
  session: SessionResult
  seconds: { upload: number; wait: number; total: number }
}

const MARKS: Record<string, string> = { PASS: '✓', WARN: '!', FAIL: '✗', SKIPPED: '–' }

/** One case for people: what was read, each check, the decision with its reasons, the times. */
export function describeCase({ demoCase, session, seconds }: CaseResult): string {
  const { decision, checks, documentReading } = session
  return [
    `━━ ${demoCase.title}`,
    ...(documentReading ? ['', '  Read from the document', ...fieldLines(documentReading)] : []),
    '',
    '  Checks',
    ...checks.flatMap((check) => [
      `    ${MARKS[check.outcome] ?? '?'} ${check.name.padEnd(22)} ${check.outcome.padEnd(8)} ${String(check.durationMs).padStart(5)} ms`,
      ...check.reasons.map((reason) => `        ${reasonLine(reason)}`),
    ]),
    '',
    `  Decision  ${decision?.outcome ?? session.status}${decision?.reasons.length ? `  because ${[...new Set(decision.reasons.map(({ code }) => code))].join(', ')}` : ''}`,
    `  Expected  ${demoCase.expected.summary}${meets(demoCase, session) ? '  ✓' : '  ✗ THIS IS NOT WHAT THE DEMO EXPECTS'}`,
    `  Steps     ${(decision?.timings ?? []).map(({ step, durationMs }) => `${step} ${durationMs}`).join(' · ')} ms`,
    `  Time      ${seconds.total.toFixed(1)} s in all: upload ${seconds.upload.toFixed(1)} s, from submission to decision ${seconds.wait.toFixed(1)} s`,
    `  Session   ${session.id}`,
    '',
  ].join('\n')
}

/** Whether the session came out as the demo says it must. */
export function meets({ expected }: DemoCase, { decision }: SessionResult): boolean {
  const approved = decision?.outcome === 'APPROVED'
  if (expected.approved !== approved) return false
  if (!expected.reason) return true
  const { code, field } = expected.reason
  return (
    decision?.reasons.some(
      (reason) => reason.code === code && (!field || reason.evidence.field === field),
    ) ?? false
  )
}

function fieldLines({
  format,
  lines,
  fields,
  checkDigits,
  agreements,
}: NonNullable<SessionResult['documentReading']>): string[] {
  const compared = agreements.filter(({ result }) => result !== 'MISSING')
  const agreeing = compared.filter(({ result }) => result === 'AGREES').length
  const digits = checkDigits.filter(({ valid }) => valid).length
  return [
    ...lines.map((line) => `    ${line}`),
    ...fields
      .filter(({ value }) => value !== '')
      .map(
        ({ name, source, value, uncertain }) =>
          `    ${source.padEnd(4)} ${name.padEnd(18)} ${value}${uncertain ? '  (uncertain)' : ''}`,
      ),
    `    ${format ?? 'no machine-readable zone'}, ${digits} of ${checkDigits.length} check digits right, ${agreeing} of ${compared.length} fields agree between the zones`,
  ]
}

function reasonLine({ code, internalMessage, evidence }: ReasonResult): string {
  const { field, measured, limit } = evidence
  const facts = [field, measured && `found ${measured}`, limit && `would pass: ${limit}`]
    .filter(Boolean)
    .join('; ')
  return `${code}: ${internalMessage}${facts ? ` [${facts}]` : ''}`
}
