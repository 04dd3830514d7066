import { Ctx, Field, FieldResolver, ID, Int, ObjectType, Resolver, Root } from 'type-graphql'
import { type LinkGraph, linkGraph } from '../review/draw-links'
import { isBlindTo } from '../review/judge-blindly'
import type { LinkKind } from '../risk/observation'
import type { ReviewCase } from '../storage/review-cases'
import { type Context, callerOf } from './context'
import { enumOf } from './enums'
import { ReviewCaseType } from './review-case.types'

const LinkKindName = enumOf<LinkKind>('LinkKind', 'What two applicants may share.', {
  DEVICE: 'The key of a device.',
  DOCUMENT: 'The number of a document.',
  IMAGE: 'An image file.',
  EMAIL: 'An e-mail address.',
  PHONE: 'A phone number.',
  ADDRESS: 'A postal address; it joins nobody.',
  NETWORK: 'A network; it joins nobody.',
  FACE: 'The faces are alike; it counts as two links.',
})

@ObjectType('LinkedApplicant', { description: 'Somebody who is joined with the applicant.' })
class LinkedApplicantType {
  @Field(() => ID, { description: 'The applicant.' })
  applicantId!: string

  @Field(() => Int, { description: 'How many links away; 0: the applicant of the case.' })
  distance!: number

  @Field(() => Boolean, { description: 'Whether it is known fraud.' })
  fraud!: boolean

  @Field(() => ID, { nullable: true, description: 'The latest case of the session that joins.' })
  caseId!: string | null
}

@ObjectType('ApplicantLink', { description: 'Two applicants who share something.' })
class ApplicantLinkType {
  @Field(() => ID, { description: 'One.' })
  from!: string

  @Field(() => ID, { description: 'The other.' })
  to!: string

  @Field(() => [LinkKindName], { description: 'What they share.' })
  kinds!: LinkKind[]
}

@ObjectType('LinkGraph', { description: 'Who is joined with the applicant of a case.' })
class LinkGraphType {
  @Field(() => [LinkedApplicantType], { description: 'At most 50, at most three links away.' })
  nodes!: LinkGraph['nodes']

  @Field(() => [ApplicantLinkType], { description: 'Each pair once.' })
  edges!: LinkGraph['edges']

  @Field(() => Boolean, { description: 'Whether nobody was left out.' })
  complete!: boolean
}

@Resolver(() => ReviewCaseType)
export class LinkGraphResolver {
  @FieldResolver(() => LinkGraphType, {
    nullable: true,
    description:
      'Who is joined with the applicant by device, document, image, e-mail, phone or likeness of faces; null unless GRAPH is on (docs/risk.md), and for whoever is to judge the case blindly. Needs CASES_DECIDE.',
  })
  linkGraph(@Root() found: ReviewCase, @Ctx() context: Context) {
    const { id } = callerOf(context, 'CASES_DECIDE')
    // Known fraud is told as it is now: the label may be what was made of this very case.
    return isBlindTo(found, id) ? null : linkGraph(context.deps, found)
  }
}
