import { FEATURE_NAMES, featureOf, type RiskGroup } from '../risk/features'
import type { Signal } from '../risk/measure-signals'
import type { Link, LinkKind } from '../risk/observation'
import type { Session, SessionRef } from '../sessions/session'
import type { Transaction } from './database'
import { GROUP_OF_DETAILS } from './risk-details'
import { type SealedFace, storeFace } from './risk-faces'

/** How often a candidate is trained by itself, where enough new labels have come. */
export type TrainEvery = 'WEEKLY' | 'MONTHLY'

/** What an organisation turned on, and the ages it serves, in years; null: any. */
export type RiskSettings = {
  groups: RiskGroup[]
  leastAge: number | null
  mostAge: number | null
  /** Whether models learn from what reviewers decide. */
  learnFromReviews: boolean
  /** Null: candidates are made only when they are asked for. */
  trainEvery: TrainEvery | null
}

export const RISK_OFF: RiskSettings = {
  groups: [],
  leastAge: null,
  mostAge: null,
  learnFromReviews: false,
  trainEvery: null,
}

/** The group that a link is kept for. */
export const GROUP_OF_LINK: Record<LinkKind, RiskGroup> = {
  DEVICE: 'DEVICES',
  DOCUMENT: 'DOCUMENTS',
  IMAGE: 'IMAGES',
  EMAIL: 'CONTACTS',
  PHONE: 'CONTACTS',
  ADDRESS: 'PLACES',
  NETWORK: 'PLACES',
  FACE: 'FACES',
}

/** What a run of the checks found, and by which model. Links are of the whole session: a later run's take their place. */
export type FoundRisk = {
  links: readonly Link[]
  face: SealedFace | null
  signals: Signal[]
  risk: number
  model: string
}

/**
 * Keeps what was found, as far as it is still wanted: settings are locked until the end of the transaction, so that nothing
 * is written after its group was turned off.
 */
export async function storeRisk(
  tx: Transaction,
  session: Session,
  { links, face, signals, risk, model }: FoundRisk,
  at: Date,
): Promise<void> {
  const { tenantId, id: sessionId, applicantId, epoch } = session
  const groups = await lockedGroups(tx, tenantId)
  if (groups.length === 0) return
  await deleteLinks(tx, { tenantId, sessionId })
  const wanted = links.filter(({ kind }) => groups.includes(GROUP_OF_LINK[kind]))
  const of = { tenantId, sessionId, applicantId, at }
  const data = wanted.map(({ kind, key }) => ({ ...of, kind, key }))
  await tx.riskLink.createMany({ data, skipDuplicates: true })
  if (face && groups.includes('FACES')) await storeFace(tx, session, face, at)
  const kept = signals.filter(({ name }) => groups.includes(featureOf(name).group))
  await tx.riskAssessment.create({
    data: { tenantId, sessionId, epoch, risk, model, signals: kept, at },
  })
}

/** Those of a session, and those of others to its face: who still looks like it is found anew. */
export async function deleteLinks(
  tx: Transaction,
  { tenantId, sessionId }: SessionRef,
): Promise<void> {
  const toItsFace = { kind: 'FACE' satisfies LinkKind, key: sessionId }
  await tx.riskLink.deleteMany({ where: { tenantId, OR: [{ sessionId }, toItsFace] } })
}

async function lockedGroups(tx: Transaction, tenantId: string): Promise<string[]> {
  const [row] = await tx.$queryRaw<{ groups: string[] }[]>`
    select groups from "RiskSettings" where "tenantId" = ${tenantId} for share`
  return row?.groups ?? []
}

/** Deletes what was kept for these groups, and their signals out of every assessment. With nothing left on, labels go as
 * well, and what was learned from them; a policy that is published keeps its model. */
export async function forgetGroups(
  tx: Transaction,
  tenantId: string,
  gone: readonly RiskGroup[],
  left: readonly RiskGroup[],
): Promise<void> {
  const kinds = namesIn(GROUP_OF_LINK, gone)
  await tx.riskLink.deleteMany({ where: { tenantId, kind: { in: kinds } } })
  await tx.riskDetails.deleteMany({
    where: { tenantId, group: { in: namesIn(GROUP_OF_DETAILS, gone) } },
  })
  if (gone.includes('FACES')) await tx.riskFace.deleteMany({ where: { tenantId } })
  const names: string[] = FEATURE_NAMES.filter((name) => gone.includes(featureOf(name).group))
  await tx.$executeRaw`
    update "RiskAssessment" set signals = (
      select coalesce(jsonb_agg(signal), '[]') from jsonb_array_elements(signals) signal
      where not (signal->>'name' = any(${names}::text[])))
    where "tenantId" = ${tenantId}`
  await forgetDrift(tx, tenantId, names)
  if (left.length > 0) return
  await tx.riskDrift.deleteMany({ where: { tenantId } })
  await tx.riskAssessment.deleteMany({ where: { tenantId } })
  await tx.riskLabel.deleteMany({ where: { tenantId } })
  await tx.candidate.deleteMany({ where: { tenantId } })
}

/** What is kept for one of these groups. */
function namesIn(kept: Record<string, RiskGroup>, groups: readonly RiskGroup[]): string[] {
  return Object.entries(kept).flatMap(([name, group]) => (groups.includes(group) ? [name] : []))
}

/** What the daily measurements said of these signals. */
async function forgetDrift(tx: Transaction, tenantId: string, names: string[]): Promise<void> {
  await tx.$executeRaw`
    update "RiskDrift" set signals = (
      select coalesce(jsonb_agg(signal), '[]') from jsonb_array_elements(signals) signal
      where not (signal->>'name' = any(${names}::text[])))
    where "tenantId" = ${tenantId}`
}

export type StoredAssessment = SessionRef & {
  applicantId: string
  epoch: number
  risk: number
  model: string
  signals: Signal[]
  at: Date
}
