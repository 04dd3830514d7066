import { Length, MaxLength } from 'class-validator'
import { ArgsType, Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { BarName } from '../decision/policy'
import type { Origin } from '../documents/origin'
import { connectionOf } from './connection'
import { CheckName, DocumentType, enumOf } from './enums'
import { Node } from './node.types'
import { DateTime, Json, Sha256 } from './scalars'
import { payloadOf } from './user-errors'

type State = 'DRAFT' | 'PUBLISHED' | 'RETIRED'

const PolicyState = enumOf<State>('PolicyState', 'Where a policy stands.', {
  DRAFT: 'It decides nothing; its author may change it, another member publish it.',
  PUBLISHED: 'In force. It never changes; publishing another one retires it.',
  RETIRED: 'Out of force, or a draft that was given up.',
})

const DEFINITION =
  'What it says, whole: targetFalseMatchRate, bars, tamperSignals, overrides, rules, riskModel; docs/policy.md.'

@ObjectType('Policy', {
  implements: Node,
  description: 'A version of your own policy, by which decisions are made.',
})
export class PolicyType extends Node {
  @Field(() => Int, { description: 'Counts your versions, from 1.' })
  number!: number

  @Field(() => PolicyState, { description: 'Where it stands.' })
  state!: State

  @Field(() => Json, { description: DEFINITION })
  definition!: object

  @Field(() => Sha256, {
    description: 'Of the definition’s canonical JSON; decisions record it.',
  })
  sha256!: string

  @Field(() => String, { description: 'What the author says of it.' })
  note!: string

  @Field(() => String, { description: 'Who wrote it: a member’s id, or `command line`.' })
  createdBy!: string

  @Field(() => DateTime, { description: 'When it was drafted.' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt!: Date

  @Field(() => ID, { nullable: true, description: 'The member who published it.' })
  publishedBy!: string | null

  @Field(() => DateTime, { nullable: true, description: 'Since when it is, or was, in force.' })
  publishedAt!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Since when it is out of force.' })
  retiredAt!: Date | null
}

@ArgsType()
export class OriginArgs implements Origin {
  @Field(() => DocumentType, { nullable: true, description: 'Its kind; null: not known.' })
  documentType: Origin['documentType'] = null

  @Field(() => String, {
    nullable: true,
    description: 'Its issuing state (ICAO 9303-3 section 5); null: not known.',
  })
  country: string | null = null
}

@ObjectType('PolicyBar', { description: 'A check as a policy may set its bar.' })
class PolicyBarType {
  @Field(() => CheckName, { description: 'The check.' })
  check!: BarName

  @Field(() => String, { description: 'What its score means.' })
  unit!: string

  @Field(() => Float, { description: 'The lowest bar there may be, `warn` included.' })
  least!: number

  @Field(() => Float, { description: 'The highest.' })
  most!: number

  @Field(() => Boolean, { description: 'Whether it may be set to reject by itself.' })
  mayReject!: boolean
}

@ObjectType('PolicyDefault', { description: 'What is in force where no policy is published.' })
export class PolicyDefaultType {
  @Field(() => String, { description: 'Its version, as decisions record it.' })
  version!: string

  @Field(() => Json, { description: DEFINITION })
  definition!: object

  @Field(() => Sha256, { description: 'Of the definition’s canonical JSON.' })
  sha256!: string

  @Field(() => [PolicyBarType], { description: 'Between what the bars may be set.' })
  bars!: PolicyBarType[]

  @Field(() => [Float], {
    description: 'False match rates that the face match was calibrated for, among the usual ones.',
  })
  falseMatchRates!: number[]
}

const LONGEST_NOTE = 2000

@InputType({ description: 'A policy to be.' })
export class PolicyDraftInput {
  @Field(() => Json, {
    description: 'As `Policy.definition`; what is left out is as in the default policy of today.',
  })
  definition!: object

  @Field(() => String, { defaultValue: '', description: 'What you say of it; no names of people.' })
  @MaxLength(LONGEST_NOTE)
  note!: string
}

@InputType({ description: 'A change of a draft of your own.' })
export class PolicyUpdateInput {
  @Field(() => ID, { description: 'The draft.' })
  id!: string

  @Field(() => Json, {
    nullable: true,
    description: 'The whole new definition; left out or null: it stays.',
  })
  definition?: object | null

  @Field(() => String, { nullable: true, description: 'The new note; left out or null: it stays.' })
  @MaxLength(LONGEST_NOTE)
  note?: string | null
}

@InputType({ description: 'Which draft to publish.' })
export class PolicyPublishInput {
  @Field(() => ID, { description: 'The draft.' })
  id!: string

  @Field(() => Sha256, {
    description:
      'The hash of the definition that you have read, so that nothing else is published.',
  })
  @Length(64, 64)
  sha256!: string
}

@InputType({ description: 'Which draft to give up.' })
export class PolicyRetireInput {
  @Field(() => ID, { description: 'The draft.' })
  id!: string
}

export const PolicyConnection = connectionOf('Policy', () => PolicyType)
const payload = (field: string) => payloadOf(`${field}Payload`, () => PolicyType)
export const PolicyDraftPayload = payload('PolicyDraft')
export const PolicyUpdatePayload = payload('PolicyUpdate')
export const PolicyPublishPayload = payload('PolicyPublish')
export const PolicyRetirePayload = payload('PolicyRetire')
