import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { adviseApplicant } from '../sessions/advise-applicant'
import type { Session } from '../sessions/session'
import { AdviceType, BrandingType } from './applicant-page.types'
import type { Context } from './context'
import { KycSessionType } from './session.types'

/** What is there for the applicant’s page above all. */
@Resolver(() => KycSessionType)
export class ApplicantPageResolver {
  @FieldResolver(() => [AdviceType], {
    description:
      'What the applicant has to mend before it is submitted again; empty: nothing. Safe to show.',
  })
  advice(@Root() session: Session, @Ctx() { deps }: Context) {
    return adviseApplicant(deps, session)
  }

  @FieldResolver(() => BrandingType, {
    description: 'As whom the applicant’s page shows the organisation.',
  })
  async branding(@Root() { tenantId }: Session, @Ctx() { deps }: Context): Promise<BrandingType> {
    const { name, brandColour: colour, brandLogo: logo } = await deps.organizations.get(tenantId)
    return { name, colour, logo }
  }
}
