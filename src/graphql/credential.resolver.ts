import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql'
import { issueCredential } from '../sessions/issue-credential'
import { type Context, callerOf } from './context'
import { DateTime } from './scalars'
import { asPayload, payloadOf } from './user-errors'

@ObjectType({ description: 'A credential, for the person it is about.' })
class Credential {
  @Field(() => String, {
    description:
      'An SD-JWT VC of type `urn:countersign:identity:1`, with all its disclosures. It is stored nowhere: hand it over.',
  })
  credential!: string

  @Field(() => DateTime, { description: 'Until when it is good.' })
  expiresAt!: Date
}

@InputType({ description: 'Whose.' })
class CredentialIssueInput {
  @Field(() => ID, { description: 'An approved session.' })
  sessionId!: string
}

const CredentialIssuePayload = payloadOf('CredentialIssuePayload', () => Credential)

@Resolver()
export class CredentialResolver {
  @Mutation(() => CredentialIssuePayload, {
    description:
      'Issues a credential about the person of an approved session: name, whether over 18, nationality, document, when verified; each is shown or kept back by itself. Where the session has a device key, only that device can present it.',
  })
  async credentialIssue(
    @Arg('input', () => CredentialIssueInput, { description: 'Whose.' }) {
      sessionId,
    }: CredentialIssueInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CREDENTIALS_ISSUE')
    return asPayload(() => issueCredential(context.deps, caller, sessionId))
  }
}
