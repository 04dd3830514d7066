import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql'
import { currentRisk } from '../checks/assess-risk'
import { labelSession } from '../review/label-session'
import type { FormBehaviour } from '../risk/behaviour'
import { featureOf } from '../risk/features'
import { recordRiskDetails } from '../sessions/record-risk-details'
import type { Session } from '../sessions/session'
import type { FormBehaviourInput } from './behaviour.types'
import { type Context, callerOf } from './context'
import { given } from './given'
import {
  LabelCreateInput,
  LabelCreatePayload,
  RiskDetailsRecordInput,
  RiskDetailsRecordPayload,
  SessionRiskType,
} from './risk.types'
import {
  RiskSettingsType,
  RiskSettingsUpdateInput,
  RiskSettingsUpdatePayload,
} from './risk-settings.types'
import { KycSessionType } from './session.types'
import { asPayload } from './user-errors'

@Resolver(() => KycSessionType)
export class RiskResolver {
  @FieldResolver(() => SessionRiskType, {
    nullable: true,
    description:
      'What others show of it, with contributions; null where nothing of risk is on, or was when it was assessed.',
  })
  async risk(@Root() { tenantId, id }: Session, @Ctx() context: Context) {
    callerOf(context, 'RESULTS_READ')
    const found = await currentRisk(context.deps, { tenantId, sessionId: id })
    if (found === null) return null
    const signals = found.contributions.map(({ windowMs, ...signal }) => {
      const { group, unit } = featureOf(signal.name)
      return { ...signal, group, unit, windowSec: windowMs === null ? null : windowMs / 1000 }
    })
    return { ...found, signals }
  }

  @Query(() => RiskSettingsType, { description: 'What of risk is on.' })
  riskSettings(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return context.deps.risk.settings(tenantId)
  }

  @Mutation(() => RiskSettingsUpdatePayload, {
    description:
      'Turns groups of signals on and off. Read docs/risk.md first: it is profiling (GDPR articles 4, 9, 22, 35).',
  })
  riskSettingsUpdate(
    @Arg('input', () => RiskSettingsUpdateInput, { description: 'What is to be on.' })
    { groups, ...input }: RiskSettingsUpdateInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'SETTINGS_MANAGE')
    const { risk, now } = context.deps
    const { leastAge = null, mostAge = null, trainEvery = null, learnFromReviews } = input
    const rest = { leastAge, mostAge, learnFromReviews, trainEvery }
    const wanted = { groups: [...new Set(groups)], ...rest }
    return asPayload(() => risk.change(tenantId, wanted, { actor, at: now() }))
  }

  @Mutation(() => RiskDetailsRecordPayload, {
    description:
      'Gives what you know of the applicant, to be compared; before the session is submitted.',
  })
  riskDetailsRecord(
    @Arg('input', () => RiskDetailsRecordInput, { description: 'What you know.' })
    { sessionId, behaviour, ...details }: RiskDetailsRecordInput,
    @Ctx() context: Context,
  ) {
    const { tenantId, id: actor } = callerOf(context, 'SESSIONS_WRITE')
    const ref = { tenantId, sessionId }
    const form = behaviour ? { behaviour: formOf(behaviour) } : {}
    const all = { ...given(details), ...form }
    return asPayload(() => recordRiskDetails(context.deps, ref, all, actor))
  }

  @Mutation(() => LabelCreatePayload, {
    description:
      'Says what a session turned out to be; whoever is joined with its applicant is measured with it at once.',
  })
  labelCreate(
    @Arg('input', () => LabelCreateInput, { description: 'Which session, and what it was.' })
    { sessionId, label }: LabelCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'LABELS_WRITE')
    return asPayload(() => labelSession(context.deps, caller, sessionId, label))
  }
}

/** What is not known is null. */
function formOf({ dwellMs, flightMs, hesitationMs, ...counts }: FormBehaviourInput): FormBehaviour {
  return {
    ...counts,
    dwellMs: dwellMs ? { ...dwellMs } : null,
    flightMs: flightMs ? { ...flightMs } : null,
    hesitationMs: hesitationMs ?? null,
  }
}
