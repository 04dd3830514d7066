import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import { definitionFor } from '../policies/definition-for'
import { describeDefault } from '../policies/describe-default'
import { draftPolicy, retirePolicy, updatePolicy } from '../policies/draft-policy'
import { publishPolicy } from '../policies/publish-policy'
import type { PolicyVersion } from '../storage/policies'
import { ConnectionArgs, pageArgs, toConnection } from './connection'
import { type Context, callerOf } from './context'
import {
  OriginArgs,
  PolicyConnection,
  PolicyDefaultType,
  PolicyDraftInput,
  PolicyDraftPayload,
  PolicyPublishInput,
  PolicyPublishPayload,
  PolicyRetireInput,
  PolicyRetirePayload,
  PolicyType,
  PolicyUpdateInput,
  PolicyUpdatePayload,
} from './policy.types'
import { Json } from './scalars'
import { asPayload, orNull } from './user-errors'

@Resolver(() => PolicyType)
export class PolicyResolver {
  @FieldResolver(() => Json, {
    description:
      'What it asks of documents from there: `definition`, with the exceptions for them made part of it.',
  })
  definitionFor(
    @Root() { definition }: PolicyVersion,
    @Args(() => OriginArgs) { documentType, country }: OriginArgs,
  ) {
    return definitionFor(definition, { documentType, country })
  }

  @Query(() => PolicyConnection, { description: 'Your policies, newest first.' })
  async policies(@Args(() => ConnectionArgs) page: ConnectionArgs, @Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return toConnection(await context.deps.policies.list(tenantId, pageArgs(page)))
  }

  @Query(() => PolicyType, { nullable: true, description: 'A policy of yours, or null.' })
  policy(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'RESULTS_READ')
    return orNull(() => context.deps.policies.get({ tenantId, id }))
  }

  @Query(() => PolicyType, {
    nullable: true,
    description: 'The policy in force; null: the default one is, see `policyDefault`.',
  })
  policyInForce(@Ctx() context: Context) {
    return context.deps.policies.inForce(callerOf(context, 'RESULTS_READ').tenantId)
  }

  @Query(() => PolicyDefaultType, {
    description: 'What is in force where no policy is published, and what a policy may set.',
  })
  policyDefault(@Ctx() context: Context) {
    callerOf(context, 'RESULTS_READ')
    return describeDefault(context.deps)
  }

  @Mutation(() => PolicyDraftPayload, { description: 'Writes a draft of a policy.' })
  policyDraft(
    @Arg('input', () => PolicyDraftInput, { description: 'The draft.' }) input: PolicyDraftInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'POLICIES_MANAGE')
    return asPayload(() => draftPolicy(context.deps, caller, input))
  }

  @Mutation(() => PolicyUpdatePayload, { description: 'Changes a draft of your own.' })
  policyUpdate(
    @Arg('input', () => PolicyUpdateInput, { description: 'The change.' })
    { id, definition = null, note = null }: PolicyUpdateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'POLICIES_MANAGE')
    return asPayload(() => updatePolicy(context.deps, caller, { id, definition, note }))
  }

  @Mutation(() => PolicyPublishPayload, {
    description: 'Puts a draft of another member’s in force, and the policy before out of it.',
  })
  policyPublish(
    @Arg('input', () => PolicyPublishInput, { description: 'Which.' }) input: PolicyPublishInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'POLICIES_MANAGE')
    return asPayload(() => publishPolicy(context.deps, caller, input))
  }

  @Mutation(() => PolicyRetirePayload, { description: 'Gives a draft up.' })
  policyRetire(
    @Arg('input', () => PolicyRetireInput, { description: 'Which.' }) { id }: PolicyRetireInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'POLICIES_MANAGE')
    return asPayload(() => retirePolicy(context.deps, caller, id))
  }
}
