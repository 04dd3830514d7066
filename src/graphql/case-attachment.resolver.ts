import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql'
import { announceAttachment, completeAttachment } from '../review/attach-file'
import { attachmentsFor } from '../review/open-attachment'
import type { ReviewCase } from '../storage/review-cases'
import {
  CaseAttachmentCompleteInput,
  CaseAttachmentCompletePayload,
  CaseAttachmentCreateInput,
  CaseAttachmentCreatePayload,
  CaseAttachmentType,
} from './case-attachment.types'
import { type Context, callerOf } from './context'
import { ReviewCaseType } from './review-case.types'
import { asPayload } from './user-errors'

@Resolver(() => ReviewCaseType)
export class CaseAttachmentResolver {
  @FieldResolver(() => [CaseAttachmentType], {
    description:
      'Files that reviewers attached, oldest first; for whoever is to judge the case blindly none of others.',
  })
  async attachments(@Root() found: ReviewCase, @Ctx() context: Context) {
    const { id } = callerOf(context, 'RESULTS_READ')
    const attachments = await attachmentsFor(context.deps, found, id)
    return attachments.map(({ key, ...each }) => ({ ...each, kept: key !== null }))
  }

  @Mutation(() => CaseAttachmentCreatePayload, {
    description:
      'Announces a PDF, JPEG or PNG for a case in hand, at most 20 on a case; the answer has the address to PUT it to.',
  })
  caseAttachmentCreate(
    @Arg('input', () => CaseAttachmentCreateInput, { description: 'The file.' })
    input: CaseAttachmentCreateInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => announceAttachment(context.deps, caller, input))
  }

  @Mutation(() => CaseAttachmentCompletePayload, {
    description:
      'Says that the file was sent. It is checked, an image is decoded and encoded anew, and it is on the case for good.',
  })
  caseAttachmentComplete(
    @Arg('input', () => CaseAttachmentCompleteInput, { description: 'What was sent.' })
    { attachmentId }: CaseAttachmentCompleteInput,
    @Ctx() context: Context,
  ) {
    const caller = callerOf(context, 'CASES_DECIDE')
    return asPayload(() => completeAttachment(context.deps, caller, attachmentId))
  }
}
