import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../shared/ask'
import {
  type CandidateRowFragment,
  type RiskCandidateQuery,
  riskCandidateDocument,
  riskLabelsDocument,
  riskModelDocument,
} from '../../generated/graphql'

export const MODELS = 'risk-models'

export type Row = CandidateRowFragment
export type Candidate = NonNullable<RiskCandidateQuery['riskCandidate']>
export type Effect = NonNullable<Candidate['effect']>
export type Figure = Effect['trained']['auc']

/** Which model scores now, what of risk is on, and which policy says so. */
export const useModelInForce = () =>
  useQuery({ queryKey: [MODELS, 'in-force'], queryFn: () => ask(riskModelDocument, {}) })

/** How many labels there are, and are needed. */
export const useLabels = (enabled = true) =>
  useQuery({
    queryKey: [MODELS, 'labels'],
    queryFn: async () => (await ask(riskLabelsDocument, {})).riskLabels,
    enabled,
  })

const LOOK_AGAIN_MS = 2000

/** Asked again while a worker learns. */
export const lookAgain = (rows: readonly Row[]) =>
  rows.some((row) => stateOf(row) === 'PENDING') ? LOOK_AGAIN_MS : false

/** One candidate; null: there is none. */
export const useCandidate = (id: string) =>
  useQuery({
    queryKey: [MODELS, 'candidate', id],
    queryFn: async () => (await ask(riskCandidateDocument, { id })).riskCandidate ?? null,
    refetchInterval: ({ state: { data } }) => lookAgain(data ? [data] : []),
  })

const LOST_MS = 3_600_000

/** As it is told: one that was waited for so long is lost, and another may be asked for (src/storage/candidates.ts). */
export function stateOf({ state, createdAt }: Row): Row['state'] | 'LOST' {
  const isLost = state === 'PENDING' && Date.now() - Date.parse(createdAt) > LOST_MS
  return isLost ? 'LOST' : state
}

/** `cnd_…` as one reads it out: its last eight digits. */
export const shortOf = (model: string) => (model.startsWith('cnd_') ? `…${model.slice(-8)}` : model)
