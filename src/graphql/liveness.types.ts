import { ArrayMaxSize, ArrayMinSize, MaxLength } from 'class-validator'
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { Colour, StepKind } from '../liveness/challenge'
import type { ChallengeState } from '../sessions/liveness-challenge'
import type { Seal } from '../sessions/seal-terms'
import { CaptureSealType, CaptureType } from './capture.types'
import { LivenessChallengeState, LivenessColour, LivenessStepKind } from './liveness.enums'
import { Node } from './node.types'
import { DateTime, Sha256, Url } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('LivenessStep', {
  description:
    'What the applicant is to do now, from a face towards the camera with the mouth closed. Left and right are the applicant’s own.',
})
export class LivenessStepType {
  @Field(() => LivenessStepKind, { description: 'What.' })
  kind!: StepKind

  @Field(() => [LivenessColour], {
    nullable: true,
    description: 'For COLOURS: what fills the screen, one after the other, the first at once.',
  })
  colours?: Colour[]

  @Field(() => Int, { nullable: true, description: 'For COLOURS: milliseconds of each.' })
  colourMs?: number

  @Field(() => Int, {
    description:
      'The last frame is taken so many milliseconds after the step is shown, or earlier.',
  })
  deadlineMs!: number

  @Field(() => Int, {
    description: 'So many frames at least, evenly over the act: ten a second, for COLOURS five.',
  })
  leastFrames!: number

  @Field(() => Int, { description: 'So many at most.' })
  mostFrames!: number
}

@ObjectType('LivenessChallenge', {
  implements: Node,
  description:
    'Things to do before the camera that nobody could know before. They are told one at a time.',
})
export class LivenessChallengeType extends Node {
  @Field(() => LivenessChallengeState, { description: 'How far it has come.' })
  state!: ChallengeState

  @Field(() => Int, { description: 'Which attempt of the session it is, from 1; 5 at most.' })
  number!: number

  @Field(() => Boolean, { description: 'Whether the applicant agreed to flashing colours.' })
  flashes!: boolean

  @Field(() => Boolean, { description: 'Whether the applicant asked for more time.' })
  moreTime!: boolean

  @Field(() => Float, {
    description: 'The base-2 logarithm of how many challenges were equally likely.',
  })
  bits!: number

  @Field(() => Int, { description: 'How many steps it has.' })
  stepCount!: number

  @Field(() => Int, { description: 'How many of them have been submitted.' })
  stepsSubmitted!: number

  @Field(() => DateTime, {
    description: 'Until when the step at hand must be submitted, by the server’s clock.',
  })
  stepExpiresAt!: Date

  @Field(() => DateTime, { description: 'When it was started.' })
  createdAt!: Date
}

@ObjectType({ description: 'The step at hand and where its frames go.' })
export class LivenessStepIssue {
  @Field(() => LivenessChallengeType, { description: 'The challenge.' })
  challenge!: LivenessChallengeType

  @Field(() => LivenessStepType, {
    nullable: true,
    description: 'Show it at once; null when all are submitted.',
  })
  step!: LivenessStepType | null

  @Field(() => CaptureType, { nullable: true, description: 'What its frames will be.' })
  capture!: CaptureType | null

  @Field(() => Url, {
    nullable: true,
    description:
      'PUT the frames here, as one file, one after the other: JPEG, PNG or WebP, not mirrored, at most 10 MB together.',
  })
  uploadUrl!: string | null

  @Field(() => CaptureSealType, {
    nullable: true,
    description:
      'How to seal that file, before it is submitted by its hash; null unless asked for.',
  })
  seal!: Seal | null
}

@InputType({ description: 'What the applicant chose.' })
export class LivenessChallengeStartInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => Boolean, {
    description:
      'Whether colours may flash on the screen, twice a second: ask the applicant, flashing light may harm. Without, more gestures are asked for.',
  })
  flashes!: boolean

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Doubles the deadlines, for whom needs more time.',
  })
  moreTime!: boolean

  @Field(() => String, {
    nullable: true,
    description:
      'What the browser calls the camera (MediaStreamTrack.label). It is looked at for virtual cameras and not kept.',
  })
  @MaxLength(200)
  cameraLabel?: string

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the frames come sealed to a worker, so that nothing on the way and not the API can see them.',
  })
  sealed!: boolean
}

@InputType({ description: 'One frame of a step.' })
export class LivenessFrameInput {
  @Field(() => Int, { description: 'When it was taken: milliseconds after the step was shown.' })
  atMs!: number

  @Field(() => Int, { description: 'The length of its image in the file, before it is sealed.' })
  byteLength!: number
}

/** More than any step takes. */
const MOST_FRAMES = 100

@InputType({ description: 'The frames of a step.' })
export class LivenessStepSubmitInput {
  @Field(() => ID, { description: 'The capture of the step.' })
  captureId!: string

  @Field(() => Sha256, {
    description:
      'The hash of the file as it is sent: all frames, one after the other, and sealed where they are to be.',
  })
  sha256!: string

  @Field(() => [LivenessFrameInput], { description: 'In the order of the file and of time.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FRAMES)
  frames!: LivenessFrameInput[]
}

export const LivenessChallengeStartPayload = payloadOf(
  'LivenessChallengeStartPayload',
  () => LivenessStepIssue,
)
export const LivenessStepSubmitPayload = payloadOf(
  'LivenessStepSubmitPayload',
  () => LivenessStepIssue,
)
