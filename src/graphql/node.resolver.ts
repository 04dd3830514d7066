import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import { type Context, callerOf } from './context'
import { toDecision } from './decision.types'
import { toLivenessChallenge } from './liveness.resolver'
import { Node, typeOfId } from './node.types'
import { orNull } from './user-errors'

type Find = (context: Context, tenantId: string, id: string) => Promise<object | null>

/** How to find an object by its id, per type. */
const FINDERS: Record<string, Find> = {
  Applicant: ({ deps }, tenantId, id) => deps.applicants.get(tenantId, id),
  Capture: ({ deps }, tenantId, id) => deps.captures.get(tenantId, id),
  KycSession: ({ deps }, tenantId, id) => deps.sessions.get({ tenantId, sessionId: id }),
  Decision: async ({ deps }, tenantId, id) => {
    const decision = await deps.results.decision(tenantId, id)
    return decision && toDecision(decision)
  },
  LivenessChallenge: async ({ deps }, tenantId, id) =>
    toLivenessChallenge(await deps.challenges.get(tenantId, id), deps.now()),
  WebhookEndpoint: async ({ deps }, tenantId, id) =>
    (await deps.webhooks.endpoints(tenantId)).find((endpoint) => endpoint.id === id) ?? null,
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Any object by its global id, or null (Relay).',
  })
  async node(@Arg('id', () => ID, { description: 'The id.' }) id: string, @Ctx() context: Context) {
    const { tenantId } = callerOf(context)
    return orNull(async () => FINDERS[typeOfId(id)]?.(context, tenantId, id) ?? null)
  }
}
