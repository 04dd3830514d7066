import type { Block } from '../reports/report'
import type { CaseContents } from './case-contents'
import { heading, named, tableOf, text, time } from './report-words'

type Added = { contents: CaseContents; values: boolean }

/** Of each field the latest holds; those before it stand here as well. */
export function correctionBlocks({ contents: { corrections }, values }: Added): Block[] {
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

/** The files themselves are in the bundle. */
export function attachmentBlocks({ contents: { attachments } }: Added): Block[] {
  if (attachments.length === 0) return []
  const rows = attachments.map(({ name, mediaType, sha256, authorId, at, kept }) => {
    const file = kept ? mediaType : `${mediaType}, removed`
    return [`${name}\n${file}`, `${sha256}\n${authorId}\n${time(at)}`]
  })
  return [
    heading('Attachments'),
    text('Files that reviewers attached. The bundle has the files themselves.'),
    tableOf(ATTACHMENTS, rows),
  ]
}

/** A hash stands in one line. */
const ATTACHMENTS = [
  { title: 'File', share: 1 },
  { title: 'SHA-256, who and when', share: 3 },
]

/** What was said, and what was written. */
export function opinionBlocks({ contents: { reviews, notes } }: Added): Block[] {
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
