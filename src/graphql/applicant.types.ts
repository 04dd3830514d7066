import { IsNotEmpty, MaxLength } from 'class-validator'
import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { Node } from './node.types'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('Applicant', {
  implements: Node,
  description: 'A person an organisation wants to know.',
})
export class ApplicantType extends Node {
  @Field(() => String, {
    nullable: true,
    description: "The organisation's own id for the person; never a name.",
  })
  externalId!: string | null

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt!: Date
}

@InputType({ description: 'A new applicant.' })
export class ApplicantCreateInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own id for the person, unique among your applicants; never a name.',
  })
  @IsNotEmpty()
  @MaxLength(100)
  externalId?: string
}

@ObjectType({ description: 'That a person was erased.' })
export class Erasure {
  @Field(() => ID, { description: 'Its id: the `jti` of the receipt.' })
  id!: string

  @Field(() => ID, { description: 'Who was erased.' })
  applicantId!: string

  @Field(() => [ID], {
    description: 'The sessions of which ids, times, statuses and codes are left.',
  })
  sessionIds!: string[]

  @Field(() => DateTime, { description: 'When it was done.' })
  erasedAt!: Date

  @Field(() => String, {
    description:
      'What was erased and what is left, as a JWS (RFC 7515, typ erasure-receipt+jwt), to be verified with the keys at /.well-known/jwks.json.',
  })
  receipt!: string
}

@InputType({ description: 'Whom to erase.' })
export class ApplicantEraseInput {
  @Field(() => ID, { description: 'The applicant.' })
  applicantId!: string
}

export const ApplicantErasePayload = payloadOf('ApplicantErasePayload', () => Erasure)

export const ApplicantCreatePayload = payloadOf('ApplicantCreatePayload', () => ApplicantType)
