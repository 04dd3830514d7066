import type { Block } from '../reports/report'
import type { CaseContents } from './case-contents'
import type { Explanation } from './explain-case'
import { attachmentBlocks, correctionBlocks, opinionBlocks } from './report-added'
import type { ReportPicture } from './report-pictures'
import { whyBlocks } from './report-why'
import { factsOf, heading, named, sentence, tableOf, text, time } from './report-words'

export type Told = {
  contents: CaseContents
  explanation: Explanation | null
  pictures: readonly ReportPicture[]
  values: boolean
}

/** The report of a case, part after part: what was decided and why comes first, what it rests on after it. */
export function reportBlocks(told: Told): Block[] {
  return [
    ...caseBlocks(told),
    ...decisionBlocks(told),
    ...whyBlocks(told.explanation),
    ...fieldBlocks(told),
    ...correctionBlocks(told),
    ...pictureBlocks(told),
    ...attachmentBlocks(told),
    ...opinionBlocks(told),
    ...historyBlocks(told),
    ...madeOfBlocks(told),
  ]
}

function caseBlocks({ contents: { case: found, session } }: Told): Block[] {
  return [
    heading('Case'),
    factsOf([
      ['Case', found.id],
      ['Session', `${found.sessionId}, ${named(session.status)}, ${named(session.mode)} mode`],
      ['Applicant', session.applicantId],
      ['Document', found.documentType && named(found.documentType)],
      ['Issuing state', found.country],
      ['Referred because of', found.reasons.join(', ')],
      ['Status', `${named(found.status)}, round ${found.round}`],
      ['Opened', time(found.openedAt)],
      ['Due', time(found.dueAt)],
      ['Closed', found.closedAt && time(found.closedAt)],
      ['Outcome', found.outcome && named(found.outcome)],
    ]),
  ]
}

function decisionBlocks({ contents: { decisions } }: Told): Block[] {
  if (decisions.length === 0) return [heading('Decision'), text('Nothing was decided yet.')]
  return [
    heading('Decision'),
    ...decisions.flatMap((decision, at): Block[] => [
      {
        kind: 'subheading',
        text: `${named(decision.outcome)}${at === 0 ? ' (the latest)' : ', superseded'}`,
      },
      factsOf([
        ['By', decision.decidedBy],
        ['At', time(decision.decidedAt)],
        ['Reasons', decision.reasons.map(({ code }) => code).join(', ')],
        ['Policy', decision.policyVersion],
        ['Policy id', decision.policyId],
        ['Policy SHA-256', decision.policySha256 ?? 'the default policy is part of the code'],
        ['Version of the code', decision.codeVersion],
      ]),
    ]),
  ]
}

function fieldBlocks({ contents: { fields }, values }: Told): Block[] {
  const about = values
    ? 'As they were read, source by source.'
    : 'What the fields say is hidden. Whoever takes the report out may ask for it to be shown.'
  if (!fields || fields.length === 0) return [heading('Fields'), text('Nothing was read.')]
  const rows = fields.map(({ name, source, value, uncertain }) => {
    const shown = values ? value : `hidden (${value.length} characters)`
    return [named(name), source, shown, uncertain ? 'uncertain' : '']
  })
  return [heading('Fields'), text(about), tableOf(FIELDS, rows)]
}

const FIELDS = [
  { title: 'Field', share: 3 },
  { title: 'Source', share: 2 },
  { title: 'Value', share: 5 },
  { title: 'Reading', share: 2 },
]

function pictureBlocks({ pictures }: Told): Block[] {
  if (pictures.length === 0) return []
  return [
    heading('Pictures'),
    ...pictures.map(({ says, jpeg }): Block => ({ kind: 'picture', says, jpeg })),
  ]
}

function historyBlocks({ contents: { session, replay } }: Told): Block[] {
  const rows = session.history.map(({ at, trigger, to, reasons }) => {
    return [time(at), named(trigger), named(to), reasons.join(', ')]
  })
  return [heading('History'), tableOf(HISTORY, rows), ...replayBlocks(replay)]
}

const HISTORY = [
  { title: 'When', share: 3 },
  { title: 'What', share: 2 },
  { title: 'Then', share: 3 },
  { title: 'Because of', share: 5 },
]

function replayBlocks(replay: CaseContents['replay']): Block[] {
  if (replay === null) return []
  const { state, differences, createdAt } = replay
  const same = differences.length === 0 ? 'nothing' : differences.join(', ')
  const says = state === 'DONE' ? `What came out otherwise: ${same}.` : `${named(state)}.`
  return [heading('Replay'), text(`Run once more at ${time(createdAt)}. ${sentence(says)}`)]
}

/** Of the latest decision of the checks: models, inputs; and what was captured. */
function madeOfBlocks({ contents: { decisions, session } }: Told): Block[] {
  const [latest] = decisions
  const models = (latest?.models ?? []).map(({ name, sha256 }) => [name, sha256])
  const captures = session.captures.map(({ captureId, kind, status, sha256 }) => {
    return [`${named(kind)}, ${named(status)}`, `${captureId}\n${sha256 ?? 'no image'}`]
  })
  return [
    heading('Models'),
    models.length > 0 ? tableOf(MODELS, models) : text('None.'),
    heading('Captures'),
    captures.length > 0 ? tableOf(CAPTURES, captures) : text('None.'),
  ]
}

/** A hash stands in one line. */
const MODELS = [
  { title: 'Model', share: 1 },
  { title: 'SHA-256', share: 3 },
]

const CAPTURES = [
  { title: 'What', share: 1 },
  { title: 'Capture and SHA-256 of its image', share: 3 },
]
