import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql'
import { changeMember, inviteAgain, inviteMember } from '../access/members'
import { type Context, callerOf } from './context'
import { given } from './given'
import {
  MemberInviteInput,
  MemberInvitePayload,
  MemberReinviteInput,
  MemberReinvitePayload,
  MemberType,
  MemberUpdateInput,
  MemberUpdatePayload,
} from './member.types'
import { asPayload } from './user-errors'

@Resolver(() => MemberType)
export class MemberResolver {
  @Query(() => [MemberType], { description: 'The members of the organisation, oldest first.' })
  members(@Ctx() context: Context) {
    const { tenantId } = callerOf(context, 'MEMBERS_MANAGE')
    return context.deps.members.list(tenantId)
  }

  @Mutation(() => MemberInvitePayload, {
    description: 'Invites somebody who may do no more than you; the answer has the token.',
  })
  async memberInvite(
    @Arg('input', () => MemberInviteInput, { description: 'Whom.' }) input: MemberInviteInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'MEMBERS_MANAGE')
    return asPayload(() => inviteMember(context.deps, caller, input))
  }

  @Mutation(() => MemberReinvitePayload, {
    description: 'Another invitation: the first came to nothing, or the password is forgotten.',
  })
  async memberReinvite(
    @Arg('input', () => MemberReinviteInput, { description: 'Whom.' }) { id }: MemberReinviteInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'MEMBERS_MANAGE')
    return asPayload(() => inviteAgain(context.deps, caller, id))
  }

  @Mutation(() => MemberUpdatePayload, {
    description: 'Gives other roles, or takes the way in away and back; they are logged out.',
  })
  async memberUpdate(
    @Arg('input', () => MemberUpdateInput, { description: 'What.' }) input: MemberUpdateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'MEMBERS_MANAGE')
    return asPayload(() => changeMember(context.deps, caller, { ...given(input), id: input.id }))
  }
}
