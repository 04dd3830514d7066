import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql'
import { exportCase } from '../review/export-case'
import { reportCase } from '../review/report-case'
import { type Context, callerOf } from './context'
import { Sha256 } from './scalars'
import { asPayload, payloadOf } from './user-errors'

@ObjectType('CaseExport', { description: 'A case, taken out.' })
class CaseExportType {
  @Field(() => String, {
    description:
      'The bundle (JSON), signed: save it as it is, byte for byte. `countersign bundle verify` checks it offline; docs/case-bundle.md.',
  })
  bundle!: string

  @Field(() => Sha256, { description: 'Its hash, as the audit log has it.' })
  sha256!: string

  @Field(() => String, { description: 'A name for the file.' })
  fileName!: string
}

@InputType({ description: 'What to take out.' })
class CaseExportInput {
  @Field(() => ID, { description: 'The case.' })
  caseId!: string

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'With portrait, document and selfie; needs IMAGES_READ as well.',
  })
  images!: boolean
}

@ObjectType('CaseReport', { description: 'A case to be read on paper.' })
class CaseReportType {
  @Field(() => String, { description: 'The PDF, in base64; docs/case-report.md.' })
  pdf!: string

  @Field(() => Sha256, { description: 'The hash of the PDF, as the audit log has it.' })
  sha256!: string

  @Field(() => String, { description: 'A name for the file.' })
  fileName!: string
}

@InputType({ description: 'What to write down.' })
class CaseReportInput extends CaseExportInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'With what the fields say; without it only how long they are.',
  })
  values!: boolean
}

const CaseReportPayload = payloadOf('CaseReportPayload', () => CaseReportType)
const CaseExportPayload = payloadOf('CaseExportPayload', () => CaseExportType)

@Resolver()
export class CaseExportResolver {
  @Mutation(() => CaseExportPayload, {
    description:
      'Takes a case out as a signed file: reasons, what was read, history, reviews, notes, policy, models, the latest replay. The audit log says so.',
  })
  caseExport(
    @Arg('input', () => CaseExportInput, { description: 'What.' }) input: CaseExportInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'PERSONAL_DATA_EXPORT')
    if (input.images) callerOf(context, 'IMAGES_READ')
    return asPayload(() => exportCase(context.deps, caller, input))
  }

  @Mutation(() => CaseReportPayload, {
    description:
      'Takes a case out as a PDF, with each reason explained. It is not signed: `caseExport` is. The audit log says so.',
  })
  caseReport(
    @Arg('input', () => CaseReportInput, { description: 'What.' }) input: CaseReportInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'PERSONAL_DATA_EXPORT')
    if (input.images) callerOf(context, 'IMAGES_READ')
    return asPayload(() => reportCase(context.deps, caller, input))
  }
}
