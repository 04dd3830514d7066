import type { ReasonCode } from '../decision/reasons'
import { CliError } from './cli-error'
import type { Asker } from './demo-client'
import { DEMO_DOCUMENTS } from './demo-documents'
import type { DemoMembers } from './demo-members'
import type { Recipe } from './demo-recipes'

/** An applicant of the demo, and the session they came in. */
export type Applied = { recipe: Recipe; id: string }

/** What the reviewers did before: one case waits for a second, one is in hand with a note, one was passed on, one asked again. */
export async function workDemoCases(
  { second: { asker } }: DemoMembers,
  applied: Applied[],
): Promise<void> {
  const take = async (reason: ReasonCode) => {
    const caseId = await caseOf(asker, applied, reason)
    await asker.mutate('reviewCaseTake', { caseId })
    return caseId
  }
  await asker.mutate('reviewCaseDecide', {
    caseId: await take('FIELD_MISMATCH'),
    outcome: 'REJECT',
    reasonCodes: ['FIELD_MISMATCH'],
    note: 'The number on the front is not the one in the barcode.',
  })
  await asker.mutate('reviewCaseDecide', {
    caseId: await take('SELFIE_TOO_SMALL'),
    outcome: 'RETAKE',
    captureKind: 'SELFIE',
  })
  await asker.mutate('reviewCaseEscalate', { caseId: await take('RISK_CONNECTED') })
  const caseId = await take('DOCUMENT_EXPIRED')
  const text = 'Asked the applicant whether they have a newer card.'
  await asker.mutate('reviewNoteAdd', { caseId, text })
  const reason = 'A speck of dust on the last letter.'
  await asker.mutate('caseFieldCorrect', { caseId, field: 'SURNAME', value: 'SPECIMEN', reason })
}

async function caseOf(asker: Asker, applied: Applied[], reason: ReasonCode): Promise<string> {
  const sessionId = applied.find(({ recipe }) => recipe.reason === reason)?.id
  const { reviewCases } = await asker.ask<{ reviewCases: { nodes: { id: string }[] } }>(
    DEMO_DOCUMENTS.reviewCases,
    { filter: { sessionId: [sessionId] } },
  )
  const [found] = reviewCases.nodes
  if (!found) throw new CliError(`No case of the demo is about ${reason}.`)
  return found.id
}
