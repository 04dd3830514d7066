import { Field, ID, InputType, Int, ObjectType } from 'type-graphql'
import {
  CHIP_FILE_BYTES,
  type CaptureKind as Kind,
  type CaptureStatus as Status,
} from '../sessions/session'
import { CaptureKind, CaptureStatus } from './enums'
import { Node } from './node.types'
import { DateTime, Sha256, Url } from './scalars'
import { UserErrorCode } from './user-error.enums'
import { payloadOf } from './user-errors'

@ObjectType('Capture', {
  implements: Node,
  description: 'One image of a session, or the chip of its document.',
})
export class CaptureType extends Node {
  @Field(() => CaptureKind, { description: 'What it shows.' })
  kind!: Kind

  @Field(() => CaptureStatus, { description: 'How far it has come.' })
  status!: Status

  @Field(() => UserErrorCode, { nullable: true, description: 'Why it FAILED.' })
  failure!: string | null

  @Field(() => DateTime, { description: 'Until when the upload address is good.' })
  uploadExpiresAt!: Date

  @Field(() => Sha256, {
    nullable: true,
    description:
      'The hash of the image, or of the files of a chip, as kept: what a decision lists as its input.',
  })
  imageSha256!: string | null

  @Field(() => Int, { nullable: true, description: 'Pixels, upright; null for a chip.' })
  width!: number | null

  @Field(() => Int, { nullable: true, description: 'Pixels, upright; null for a chip.' })
  height!: number | null

  @Field(() => DateTime, { description: 'When it was announced.' })
  createdAt!: Date
}

@ObjectType('CaptureSeal', {
  description:
    'How the file is to be sealed: HPKE (RFC 9180) in base mode, see docs/sealed-capture.md.',
})
export class CaptureSealType {
  @Field(() => ID, { description: 'The key of `captureKeys` to seal to.' })
  kid!: string

  @Field(() => String, {
    description: 'A part of `info`: 16 bytes in base64url, for this capture.',
  })
  nonce!: string

  @Field(() => String, {
    description:
      '`info` of RFC 9180, in UTF-8: countersign-capture-v1|organisation|session|capture|nonce|kind. `aad` is empty. What is sent is `enc` (65 bytes) and the ciphertext.',
  })
  info!: string
}

@ObjectType({ description: 'A capture and where to send its file.' })
export class CaptureUpload {
  @Field(() => CaptureType, { description: 'The capture.' })
  capture!: CaptureType

  @Field(() => Url, {
    description:
      'PUT the file here, once, at most 10 MB: JPEG, PNG or WebP. The address carries its own authority.',
  })
  uploadUrl!: string

  @Field(() => CaptureSealType, {
    nullable: true,
    description: 'How to seal the file first; null unless asked for.',
  })
  seal!: CaptureSealType | null
}

@InputType({ description: 'Which capture is announced.' })
export class CaptureUploadCreateInput {
  @Field(() => ID, { description: 'The session it belongs to.' })
  sessionId!: string

  @Field(() => CaptureKind, { description: 'What it will show.' })
  kind!: Kind

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether the file comes sealed to a worker, so that nothing on the way and not the API can see it.',
  })
  sealed!: boolean
}

@InputType({ description: 'What was uploaded.' })
export class CaptureCompleteInput {
  @Field(() => ID, { description: 'The capture.' })
  captureId!: string

  @Field(() => Sha256, { description: 'The hash of the file as it was sent.' })
  sha256!: string
}

@InputType({
  description:
    'Files of a chip (ICAO 9303-10) as an app read them: whole, in base64 (RFC 4648 §4), without line breaks.',
})
export class CaptureChipInput {
  @Field(() => ID, { description: 'The session it belongs to.' })
  sessionId!: string

  @Field(() => String, {
    description: `EF.SOD, what the state signed: at most ${CHIP_FILE_BYTES.sod} bytes.`,
  })
  sod!: string

  @Field(() => String, {
    description: `EF.DG1, the machine-readable zone: at most ${CHIP_FILE_BYTES.dg1} bytes.`,
  })
  dg1!: string

  @Field(() => String, {
    description: `EF.DG2, the face: at most ${CHIP_FILE_BYTES.dg2} bytes.`,
  })
  dg2!: string
}

export const CaptureUploadCreatePayload = payloadOf(
  'CaptureUploadCreatePayload',
  () => CaptureUpload,
)
export const CaptureChipPayload = payloadOf('CaptureChipPayload', () => CaptureType)
export const CaptureCompletePayload = payloadOf('CaptureCompletePayload', () => CaptureType)
