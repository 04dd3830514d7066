import { Field, ObjectType } from 'type-graphql'
import { ADVICE, type AdviceCode as Code } from '../decision/advice'
import type { CaptureKind as Kind } from '../sessions/session'
import { CaptureKind, enumOf } from './enums'

const AdviceCode = enumOf<Code>(
  'AdviceCode',
  'What an applicant may be told to mend. No other code of a check is shown to them.',
  ADVICE,
)

@ObjectType('Advice', { description: 'What the applicant is to do again, and why.' })
export class AdviceType {
  @Field(() => AdviceCode, { description: 'Why; the description of the code says what to do.' })
  code!: Code

  @Field(() => CaptureKind, { description: 'What to capture again.' })
  kind!: Kind
}

@ObjectType('Branding', { description: 'As whom the applicant’s page shows the organisation.' })
export class BrandingType {
  @Field(() => String, { description: 'The name of the organisation.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'The colour of buttons, as #rrggbb.' })
  colour!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The logo: a PNG, JPEG or WebP image as a data: address.',
  })
  logo!: string | null
}
