import { Ctx, Field, FieldResolver, ID, ObjectType, Resolver, Root } from 'type-graphql'
import { type Duplicate, findDuplicates, type Shared } from '../review/find-duplicates'
import type { RiskGroup } from '../risk/features'
import type { Session } from '../sessions/session'
import type { ReviewCase } from '../storage/review-cases'
import { type Context, callerOf } from './context'
import { enumOf } from './enums'
import { ReviewCaseType } from './review-case.types'
import { RiskGroupName } from './risk.enums'
import { KycSessionType } from './session.types'

const SharedThing = enumOf<Shared>('SharedThing', 'What two sessions share.', {
  APPLICANT: 'They are of the same applicant.',
  DOCUMENT: 'The number of the document.',
  DEVICE: 'The key of the device.',
  IMAGE: 'An image file.',
  FACE: 'The faces are alike.',
})

@ObjectType('Duplicate', { description: 'Another session, and what it shares with this one.' })
class DuplicateType {
  @Field(() => KycSessionType, { description: 'The other session.' })
  session!: Session

  @Field(() => [SharedThing], { description: 'What they share.' })
  shares!: Shared[]

  @Field(() => ID, { nullable: true, description: 'Its latest case, if it ever was one.' })
  caseId!: string | null
}

@ObjectType('Duplicates', { description: 'Other sessions that share something with this one.' })
class DuplicatesType {
  @Field(() => [RiskGroupName], {
    description:
      'The groups that are on, of DOCUMENTS, DEVICES, IMAGES and FACES; by others nothing is found.',
  })
  groups!: RiskGroup[]

  @Field(() => [DuplicateType], {
    description: 'At most 50, of the same mode; what shares most comes first, then what is newest.',
  })
  found!: Duplicate[]
}

@Resolver(() => ReviewCaseType)
export class DuplicatesResolver {
  @FieldResolver(() => DuplicatesType, {
    description:
      'Other sessions of yours that share document, device, image or face, as far as you turned that on (docs/risk.md), and earlier ones of the applicant; for whoever is to judge the case blindly those from before it was closed. Needs CASES_DECIDE.',
  })
  duplicates(@Root() found: ReviewCase, @Ctx() context: Context) {
    const { id } = callerOf(context, 'CASES_DECIDE')
    return findDuplicates(context.deps, found, id)
  }
}
