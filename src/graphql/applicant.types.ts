import { IsNotEmpty, MaxLength } from 'class-validator'
import { Field, InputType, ObjectType } from 'type-graphql'
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

export const ApplicantCreatePayload = payloadOf('ApplicantCreatePayload', () => ApplicantType)
