import { ArrayMaxSize, IsOptional, Max, Min } from 'class-validator'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { CasePriority, CaseStatus } from '../decision/review'
import type { DocumentType as DocumentTypeName } from '../documents/document-type'
import type { CaptureKind as CaptureKindName } from '../sessions/session'
import type { Opinion } from '../storage/review-case-changes'
import { connectionOf } from './connection'
import { CaptureKind, DocumentType, ReasonCode } from './enums'
import { Node } from './node.types'
import { ReviewCaseStatus, ReviewOpinion, ReviewPriority, ReviewStep } from './review.enums'
import { DateTime } from './scalars'

@ObjectType('ReviewCase', {
  implements: Node,
  description: 'A session that waits, or waited, for a person.',
})
export class ReviewCaseType extends Node {
  @Field(() => ReviewCaseStatus, { description: 'Where it stands.' })
  status!: CaseStatus

  @Field(() => [ReasonCode], { description: 'Why a person has to look.' })
  reasons!: string[]

  @Field(() => String, {
    nullable: true,
    description: 'The issuing state (ICAO 9303-3 section 5), where it was read.',
  })
  country!: string | null

  @Field(() => DocumentType, { nullable: true, description: 'The kind of document.' })
  documentType!: DocumentTypeName | null

  @Field(() => ReviewPriority, { description: 'What comes first.' })
  priority!: CasePriority

  @Field(() => Int, { description: 'Grows when a second reviewer sends it back; from 1.' })
  round!: number

  @Field(() => DateTime, { description: 'Since when it waits.' })
  openedAt!: Date

  @Field(() => DateTime, { description: 'When it has to be decided.' })
  dueAt!: Date

  @Field(() => Boolean, { description: 'Whether it is past its time.' })
  overdue!: boolean

  @Field(() => ID, { nullable: true, description: 'The member who has it in hand.' })
  assigneeId!: string | null

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when, unless they go on working: half an hour from the last thing they did.',
  })
  heldUntil!: Date | null

  @Field(() => DateTime, { nullable: true, description: 'When it was closed.' })
  closedAt!: Date | null
}

@ObjectType('Review', { description: 'What one reviewer said of a case. Never changes.' })
export class ReviewType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => Int, { description: 'In which round.' })
  round!: number

  @Field(() => ReviewStep, { description: 'Whose turn it was.' })
  step!: Opinion['step']

  @Field(() => ID, { description: 'The member.' })
  reviewerId!: string

  @Field(() => ReviewOpinion, { description: 'What they said.' })
  outcome!: Opinion['outcome']

  @Field(() => [ReasonCode], { description: 'Why.' })
  reasons!: string[]

  @Field(() => CaptureKind, { nullable: true, description: 'What is to be captured again.' })
  captureKind!: CaptureKindName | null

  @Field(() => DateTime, { description: 'When.' })
  at!: Date
}

@ObjectType('ReviewNote', { description: 'What a reviewer wrote down. Never changes.' })
export class ReviewNoteType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => ID, { description: 'The member.' })
  authorId!: string

  @Field(() => String, { description: 'The text.' })
  text!: string

  @Field(() => DateTime, { description: 'When.' })
  at!: Date
}

@ObjectType('Reviewer', { description: 'A member who may decide cases.' })
export class ReviewerType {
  @Field(() => ID, { description: 'Their id.' })
  id!: string

  @Field(() => String, { description: 'Their address.' })
  email!: string
}

@ObjectType('ReviewQueue', { description: 'How many cases wait, and which have just changed.' })
export class ReviewQueueType {
  @Field(() => Int, { description: 'Those that nobody has in hand.' })
  open!: number

  @Field(() => Int, { description: 'Those that a reviewer has in hand.' })
  assigned!: number

  @Field(() => Int, { description: 'Those that were escalated.' })
  escalated!: number

  @Field(() => Int, { description: 'Those that wait for a second reviewer.' })
  awaitingSecond!: number

  @Field(() => Int, { description: 'Those past their time.' })
  overdue!: number

  @Field(() => [ReviewCaseType], {
    description: 'Cases that changed since this was last told, at most 50; at first none.',
  })
  changed!: ReviewCaseType[]
}

@InputType({ description: 'Which cases; all that is given has to hold.' })
export class ReviewCaseFilterInput {
  @Field(() => [ReviewCaseStatus], { nullable: true, description: 'In one of these.' })
  status?: CaseStatus[] | null

  @Field(() => ID, { nullable: true, description: 'In hand of this member.' })
  assigneeId?: string | null

  @Field(() => ReasonCode, { nullable: true, description: 'With this reason.' })
  reason?: string | null

  @Field(() => [ID], { nullable: true, description: 'Of one of these sessions, at most 100.' })
  @IsOptional()
  @ArrayMaxSize(100)
  sessionId?: string[] | null

  @Field(() => String, { nullable: true, description: 'From this issuing state.' })
  country?: string | null

  @Field(() => DocumentType, { nullable: true, description: 'With this kind of document.' })
  documentType?: DocumentTypeName | null

  @Field(() => Boolean, { nullable: true, description: 'Past their time, or not.' })
  overdue?: boolean | null

  @Field(() => Int, {
    nullable: true,
    description: 'Opened at least so many hours ago: 1 to 8760.',
  })
  @IsOptional()
  @Min(1)
  @Max(8760)
  waitingHours?: number | null
}

export const ReviewCaseConnection = connectionOf('ReviewCase', () => ReviewCaseType)
