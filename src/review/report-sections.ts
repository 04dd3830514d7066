import type { Block, Table } from '../reports/report'
import type { CaseContents } from './case-contents'
import type { Explanation } from './explain-case'
import type { ReportPicture } from './report-pictures'
import { whyBlocks } from './report-why'
import { factsOf, heading, named, sentence, text, time } from './report-words'

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
  return [heading('Fields'), text(about), { kind: 'table', table: { columns: FIELDS, rows } }]
}

const FIELDS = [
  { title: 'Field', share: 3 },
  { title: 'Source', share: 2 },
  { title: 'Value', share: 5 },
  { title: 'Reading', share: 2 },
]

/** Of each field the latest holds; those before it stand here as well. */
function correctionBlocks({ contents: { corrections }, values }: Told): Block[] {
  if (corrections.length === 0) return []
  const rows = corrections.map(({ field, value, reason, authorId, at }) => {
    const shown = values ? value : `hidden (${value.length} characters)`
    return [named(field), shown, reason, `${authorId}\n${time(at)}`]
  })
  return [
    heading('Fields corrected by reviewers'),
    text('Oldest first. What was read stays as it is; no decision was changed by a correction.'),
    tableOf(CORRECTIONS, rows),
  ]
}

const CORRECTIONS = [
  { title: 'Field', share: 2 },
  { title: 'Value', share: 3 },
  { title: 'Why', share: 3 },
  { title: 'Who and when', share: 6 },
]

function pictureBlocks({ pictures }: Told): Block[] {
  if (pictures.length === 0) return []
  return [
    heading('Pictures'),
    ...pictures.map(({ says, jpeg }): Block => ({ kind: 'picture', says, jpeg })),
  ]
}

function opinionBlocks({ contents: { reviews, notes } }: Told): Block[] {
  const said = reviews.map((each) => {
    const whom = `${named(each.step)}, round ${each.round}`
    const who = `${each.reviewerId}\n${time(each.at)}`
    return [who, whom, named(each.outcome), each.reasons.join(', ')]
  })
  const written = notes.flatMap((note): Block[] => [
    { kind: 'subheading', text: `${note.authorId}, ${time(note.at)}` },
    text(note.text),
  ])
  return [
    heading('Reviews'),
    said.length > 0 ? tableOf(REVIEWS, said) : text('Nobody said anything yet.'),
    heading('Notes'),
    ...(written.length > 0 ? written : [text('Nobody wrote anything.')]),
  ]
}

const REVIEWS = [
  { title: 'Who and when', share: 6 },
  { title: 'As', share: 2 },
  { title: 'Said', share: 2 },
  { title: 'Because of', share: 4 },
]

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

function tableOf(columns: Table['columns'], rows: string[][]): Block {
  return { kind: 'table', table: { columns, rows } }
}
