import { Length, Min } from 'class-validator'
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import { ReviewCaseType } from './review-case.types'
import { DateTime, Sha256, Url } from './scalars'
import { payloadOf } from './user-errors'

@ObjectType('CaseAttachment', {
  description:
    'A file that a reviewer attached to a case. `GET /cases/<case>/attachments/<id>` gives it to whoever has the case in hand. Never changes.',
})
export class CaseAttachmentType {
  @Field(() => ID, { description: 'Its id.' })
  id!: string

  @Field(() => String, { description: 'The name of the file.' })
  name!: string

  @Field(() => String, { description: 'application/pdf or image/jpeg: a PNG is kept as a JPEG.' })
  mediaType!: string

  @Field(() => Int, { description: 'Its size in bytes, as kept.' })
  byteLength!: number

  @Field(() => Sha256, { description: 'Its hash, as kept: an image is encoded anew.' })
  sha256!: string

  @Field(() => Sha256, { description: 'The hash of what was sent.' })
  sentSha256!: string

  @Field(() => ID, { description: 'The member who attached it.' })
  authorId!: string

  @Field(() => DateTime, { description: 'When.' })
  at!: Date

  @Field(() => Boolean, {
    description: 'Whether the file is still kept; it goes with the images of the session.',
  })
  kept!: boolean
}

@ObjectType('CaseAttachmentUpload', { description: 'Where to send a file.' })
export class CaseAttachmentUploadType {
  @Field(() => ID, { description: 'The id that the attachment will have.' })
  id!: string

  @Field(() => Url, {
    description: 'PUT the file here, once. The address carries its own authority.',
  })
  uploadUrl!: string

  @Field(() => DateTime, { description: 'Until when the address is good.' })
  expiresAt!: Date
}

@InputType({ description: 'A file as it will be sent.' })
export class CaseAttachmentCreateInput {
  @Field(() => ID, { description: 'The case, which has to be in hand.' })
  caseId!: string

  @Field(() => String, {
    description: 'The name of the file. Folders are left out, and it gets the ending of its kind.',
  })
  @Length(1, 255)
  name!: string

  @Field(() => String, {
    description: 'application/pdf, image/jpeg or image/png; the first bytes have to agree.',
  })
  @Length(1, 100)
  mediaType!: string

  @Field(() => Sha256, { description: 'The hash of the file; no other is taken.' })
  sha256!: string

  @Field(() => Int, { description: 'Its size in bytes, at most 10 MB.' })
  @Min(0)
  byteLength!: number
}

@InputType({ description: 'What was sent.' })
export class CaseAttachmentCompleteInput {
  @Field(() => ID, { description: 'The attachment that you announced.' })
  attachmentId!: string
}

export const CaseAttachmentCreatePayload = payloadOf(
  'CaseAttachmentCreatePayload',
  () => CaseAttachmentUploadType,
)
export const CaseAttachmentCompletePayload = payloadOf(
  'CaseAttachmentCompletePayload',
  () => ReviewCaseType,
)
