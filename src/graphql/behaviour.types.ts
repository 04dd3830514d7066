import { ArrayMaxSize, Max, Min, ValidateNested } from 'class-validator'
import { Field, Float, ID, InputType, Int } from 'type-graphql'
import type { BehaviourStep, InputKind } from '../risk/behaviour'
import { enumOf } from './enums'
import { KycSessionType } from './session.types'
import { payloadOf } from './user-errors'

/** Numbers beyond are no measure of anybody. */
const MOST_MS = 3_600_000
const MOST_COUNT = 100_000
const MOST_SECONDS = 86_400

@InputType({ description: 'How far values lie apart, in milliseconds.' })
export class SpreadInput {
  @Field(() => Float, { description: 'The median; 0 to 3600000.' })
  @Min(0)
  @Max(MOST_MS)
  median!: number

  @Field(() => Float, { description: 'The interquartile range; 0 to 3600000.' })
  @Min(0)
  @Max(MOST_MS)
  iqr!: number
}

@InputType({
  description:
    'How a form of yours was filled in, as `measureForm` of countersign/embed sums it up. Numbers alone: never what was typed.',
})
export class FormBehaviourInput {
  @Field(() => Int, { description: 'Keys that were pressed; 0 to 100000.' })
  @Min(0)
  @Max(MOST_COUNT)
  keystrokes!: number

  @Field(() => SpreadInput, { nullable: true, description: 'How long keys were held.' })
  @ValidateNested()
  dwellMs?: SpreadInput | null

  @Field(() => SpreadInput, {
    nullable: true,
    description: 'How long it was from letting one go to pressing the next; below 0 is 0.',
  })
  @ValidateNested()
  flightMs?: SpreadInput | null

  @Field(() => Float, {
    nullable: true,
    description:
      'From entering a field to its first input, the median, in milliseconds; 0 to 3600000.',
  })
  @Min(0)
  @Max(MOST_MS)
  hesitationMs?: number | null

  @Field(() => Int, { description: 'How often something was pasted; 0 to 100000.' })
  @Min(0)
  @Max(MOST_COUNT)
  pastes!: number

  @Field(() => Int, { description: 'How often something was deleted; 0 to 100000.' })
  @Min(0)
  @Max(MOST_COUNT)
  corrections!: number
}

const BehaviourStepName = enumOf<BehaviourStep>(
  'BehaviourStep',
  'A screen of the applicant’s page.',
  {
    CONSENT: 'What happens with the data.',
    DOCUMENT: 'Which document it is.',
    FRONT: 'The front of it.',
    BACK: 'The back of it.',
    SELFIE: 'The face, in one picture.',
    LIVENESS: 'The face, in a challenge.',
  },
)

const InputKindName = enumOf<InputKind>('InputKind', 'What a page was used with.', {
  TOUCH: 'A finger.',
  MOUSE: 'A mouse or a trackpad.',
  PEN: 'A pen.',
  KEYBOARD: 'Keys, or what presses them.',
})

@InputType({ description: 'How long somebody was on a screen.' })
export class StepSecondsInput {
  @Field(() => BehaviourStepName, { description: 'The screen.' })
  step!: BehaviourStep

  @Field(() => Float, { description: 'Seconds in all; 0 to 86400.' })
  @Min(0)
  @Max(MOST_SECONDS)
  seconds!: number
}

@InputType({ description: 'How the applicant’s page was used.' })
export class PageBehaviourRecordInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => [StepSecondsInput], { description: 'Each screen once; at most 6.' })
  @ValidateNested({ each: true })
  @ArrayMaxSize(6)
  steps!: StepSecondsInput[]

  @Field(() => Int, { description: 'How often the page was left for another; 0 to 100000.' })
  @Min(0)
  @Max(MOST_COUNT)
  timesAway!: number

  @Field(() => [InputKindName], { description: 'What it was used with; at most 4.' })
  @ArrayMaxSize(4)
  inputs!: InputKind[]
}

export const PageBehaviourRecordPayload = payloadOf(
  'PageBehaviourRecordPayload',
  () => KycSessionType,
)
