import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import type { Action } from '../access/actions'
import { type Context, callerOf } from './context'
import { toDecision } from './decision.types'
import { toFaceAuthentication } from './face-authentication.resolver'
import { toLivenessChallenge } from './liveness.resolver'
import { Node, typeOfId } from './node.types'
import { orNull } from './user-errors'

type Finder = {
  needs: Action
  find(context: Context, tenantId: string, id: string): Promise<object | null>
}

/** How to find an object by its id, per type, and what one must be allowed to see it. */
const FINDERS: Record<string, Finder> = {
  ApiKey: {
    needs: 'API_KEYS_MANAGE',
    find: ({ deps }, tenantId, id) => deps.apiKeys.get(tenantId, id),
  },
  Applicant: {
    needs: 'SESSIONS_READ',
    find: ({ deps }, tenantId, id) => deps.applicants.get(tenantId, id),
  },
  Capture: {
    needs: 'SESSIONS_READ',
    find: ({ deps }, tenantId, id) => deps.captures.get(tenantId, id),
  },
  FaceAuthentication: {
    needs: 'FACES_AUTHENTICATE',
    find: async ({ deps }, tenantId, id) =>
      toFaceAuthentication(deps, await deps.faceAuthentications.get(tenantId, id)),
  },
  FaceEnrolment: {
    needs: 'FACES_ENROL',
    find: ({ deps }, tenantId, id) => deps.faceEnrolments.get(tenantId, id),
  },
  FailedJob: {
    needs: 'JOBS_REPLAY',
    find: ({ deps }, tenantId, id) => deps.failedJobs.get(tenantId, id),
  },
  Member: {
    needs: 'MEMBERS_MANAGE',
    find: ({ deps }, tenantId, id) => deps.members.get(tenantId, id),
  },
  KycSession: {
    needs: 'SESSIONS_READ',
    find: ({ deps }, tenantId, id) => deps.sessions.get({ tenantId, sessionId: id }),
  },
  Decision: {
    needs: 'RESULTS_READ',
    async find({ deps }, tenantId, id) {
      const decision = await deps.results.decision(tenantId, id)
      return decision && toDecision(decision)
    },
  },
  Policy: {
    needs: 'RESULTS_READ',
    find: ({ deps }, tenantId, id) => deps.policies.get({ tenantId, id }),
  },
  ReviewCase: {
    needs: 'RESULTS_READ',
    find: ({ deps }, tenantId, id) => deps.reviewCases.get({ tenantId, caseId: id }, deps.now()),
  },
  LivenessChallenge: {
    needs: 'SESSIONS_READ',
    find: async ({ deps }, tenantId, id) =>
      toLivenessChallenge(await deps.challenges.get(tenantId, id), deps.now()),
  },
  WebhookEndpoint: {
    needs: 'WEBHOOKS_READ',
    find: ({ deps }, tenantId, id) => deps.webhookEndpoints.get(tenantId, id),
  },
  WebhookDelivery: {
    needs: 'WEBHOOKS_READ',
    find: ({ deps }, tenantId, id) => deps.webhookHistory.find(tenantId, id),
  },
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Any object by its global id, or null (Relay).',
  })
  async node(@Arg('id', () => ID, { description: 'The id.' }) id: string, @Ctx() context: Context) {
    const finder = FINDERS[typeOfId(id)]
    const { tenantId } = callerOf(context, finder?.needs ?? 'SESSIONS_READ')
    return orNull(async () => finder?.find(context, tenantId, id) ?? null)
  }
}
