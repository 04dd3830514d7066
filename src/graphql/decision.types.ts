import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { CheckName as Name, Reason } from '../decision/check-result'
import type { CheckOutcome as Outcome } from '../decision/decide'
import { type ReasonCode as Code, type Fault as FaultName, REASONS } from '../decision/reasons'
import { toldEvidence } from '../decision/told-evidence'
import type { StoredCheck, StoredDecision } from '../storage/results'
import type { Point } from '../vision/geometry'
import { CheckName, CheckOutcome, DecisionOutcome, Fault, ReasonCode } from './enums'
import { Node } from './node.types'
import { PointType } from './reading.types'
import { DateTime, Sha256 } from './scalars'

@ObjectType('Evidence', { description: 'What a reason rests on.' })
export class EvidenceType {
  @Field(() => ID, { nullable: true, description: 'The image.' })
  captureId!: string | null

  @Field(() => [PointType], {
    nullable: true,
    description: 'The four corners of the place on the image.',
  })
  box!: Point[] | null

  @Field(() => String, { nullable: true, description: 'The field or check it is about.' })
  field!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'What was measured. Never a match or liveness score: those leak templates.',
  })
  measured!: string | null

  @Field(() => String, { nullable: true, description: 'What would have passed.' })
  limit!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Of the check RISK: the model that scored, `rules-1` or the id of a candidate.',
  })
  model!: string | null
}

@ObjectType('Reason', { description: 'What stood against an approval.' })
export class ReasonType {
  @Field(() => ReasonCode, { description: 'From the public catalogue; stable.' })
  code!: Code

  @Field(() => Fault, { description: 'What it is about.' })
  fault!: FaultName

  @Field(() => String, { description: 'Safe to show to the applicant; says what to do.' })
  userMessage!: string

  @Field(() => String, { description: 'The key of `userMessage`, for translations; stable.' })
  userMessageKey!: string

  @Field(() => String, {
    description: 'For the organisation; of POLICY_RULE what the rule says.',
  })
  internalMessage!: string

  @Field(() => EvidenceType, { description: 'What it rests on.' })
  evidence!: EvidenceType
}

@ObjectType('Check', { description: 'One check and how it came out.' })
export class CheckType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => CheckName, { description: 'Which check.' })
  name!: Name

  @Field(() => CheckOutcome, { description: 'How it came out: a band, never a score.' })
  outcome!: Outcome

  @Field(() => [ReasonType], { description: 'What stood against a pass.' })
  reasons!: ReasonType[]

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  durationMs!: number
}

@ObjectType('ModelRef', { description: 'A model that was used.' })
export class ModelRefType {
  @Field(() => String, { description: 'Its name in models/manifest.json.' })
  name!: string

  @Field(() => Sha256, { description: 'The hash of its file.' })
  sha256!: string
}

@ObjectType('DecisionInput', { description: 'An image, or a chip, that was used.' })
export class DecisionInputType {
  @Field(() => ID, { description: 'The capture.' })
  captureId!: string

  @Field(() => String, { description: 'What it shows.' })
  kind!: string

  @Field(() => Sha256, { description: 'The hash of the image.' })
  sha256!: string
}

@ObjectType('StepTiming', { description: 'How long a step of the verification took.' })
export class StepTimingType {
  @Field(() => String, { description: 'Which step; `total` is the whole run.' })
  step!: string

  @Field(() => Int, { description: 'Milliseconds.' })
  durationMs!: number
}

@ObjectType('Decision', {
  implements: Node,
  description: 'What was decided and why. Never changes; a later decision supersedes it.',
})
export class DecisionType extends Node {
  @Field(() => DecisionOutcome, { description: 'The outcome.' })
  outcome!: string

  @Field(() => [ReasonType], {
    description: 'What stood against an approval; empty when approved.',
  })
  reasons!: ReasonType[]

  @Field(() => Int, { description: 'The run of the checks it belongs to.' })
  epoch!: number

  @Field(() => String, { description: 'The policy it follows.' })
  policyVersion!: string

  @Field(() => ID, { nullable: true, description: 'Of your own policy; null: the default one.' })
  policyId!: string | null

  @Field(() => Sha256, {
    nullable: true,
    description:
      'The hash of the policy’s definition; null in decisions of before it was recorded.',
  })
  policySha256!: string | null

  @Field(() => String, { description: 'The version of Countersign that made it.' })
  codeVersion!: string

  @Field(() => [ModelRefType], { description: 'The models it rests on.' })
  models!: ModelRefType[]

  @Field(() => [DecisionInputType], { description: 'The images it rests on.' })
  inputs!: DecisionInputType[]

  @Field(() => [StepTimingType], { description: 'How long each step took.' })
  timings!: StepTimingType[]

  @Field(() => String, {
    nullable: true,
    description:
      'A final decision as a JWS (RFC 7515, typ kyc-result+jwt), to be verified offline with the keys at /.well-known/jwks.json. Tell two apart by their jti, not by their text.',
  })
  attestation!: string | null

  @Field(() => String, { description: 'SYSTEM, or the reviewer.' })
  decidedBy!: string

  @Field(() => DateTime, { description: 'When.' })
  decidedAt!: Date
}

export function toDecision(stored: StoredDecision): DecisionType {
  return { ...stored, reasons: stored.reasons.map((reason) => toReason(reason)) }
}

export function toCheck({ id, name, outcome, reasons, durationMs }: StoredCheck): CheckType {
  return {
    id,
    name: name as Name,
    outcome,
    durationMs,
    reasons: reasons.map((reason) => toReason(reason)),
  }
}

/** `all`: with what was measured of faces as well, for reviewers alone. */
export function toReason(reason: Reason, all = false): ReasonType {
  const { code } = reason
  const { fault, user, internal } = REASONS[code]
  const evidence = all ? reason.evidence : toldEvidence(reason)
  const { captureId = null, field = null, ...shown } = evidence
  const { box = null, measured = null, limit = null, model = null } = shown
  return {
    code,
    fault,
    userMessage: user,
    userMessageKey: `reason.${code}`,
    internalMessage: evidence.text ?? internal,
    evidence: { captureId, box, field, measured, limit, model },
  }
}
