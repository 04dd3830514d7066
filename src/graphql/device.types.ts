import { MaxLength } from 'class-validator'
import { Field, ID, InputType, ObjectType } from 'type-graphql'
import { DateTime } from './scalars'
import { payloadOf } from './user-errors'

const LONGEST_JWK = 2_000
const LONGEST_SIGNATURE = 100
const LONGEST_MANIFEST = 20_000

@ObjectType('DeviceKey', {
  description: 'The key of the browser or app that a session is bound to.',
})
export class DeviceKeyType {
  @Field(() => String, { description: 'Its thumbprint (RFC 7638), in base64url.' })
  thumbprint!: string

  @Field(() => DateTime, { description: 'When it was registered.' })
  createdAt!: Date
}

@ObjectType('SessionNonce', { description: 'What the device has to sign with, once and soon.' })
export class SessionNonceType {
  @Field(() => String, { description: '16 bytes in base64url.' })
  nonce!: string

  @Field(() => DateTime, { description: 'Until when it is good: two minutes.' })
  expiresAt!: Date
}

@ObjectType('CaptureManifest', {
  description:
    'The captures of a submission as the session’s device signed them. It shows that they came from the browser or app that registered the key and that none was exchanged since; it does not show that a camera took them.',
})
export class CaptureManifestType {
  @Field(() => String, { description: 'The thumbprint (RFC 7638) of the key.' })
  thumbprint!: string

  @Field(() => Boolean, { description: 'Whether all of it was found true. Others are refused.' })
  verified!: boolean

  @Field(() => DateTime, { description: 'When.' })
  verifiedAt!: Date
}

@InputType({ description: 'For which session.' })
export class CaptureManifestNonceInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string
}

@InputType({ description: 'A key, and that the device has its private part.' })
export class DeviceKeyRegisterInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId!: string

  @Field(() => String, { description: 'From `captureManifestNonce`.' })
  @MaxLength(LONGEST_SIGNATURE)
  nonce!: string

  @Field(() => String, {
    description:
      'The public key, of ECDSA with P-256: a JWK (RFC 7517) as JSON, or the uncompressed point (65 bytes) in base64url.',
  })
  @MaxLength(LONGEST_JWK)
  publicKey!: string

  @Field(() => String, {
    description:
      'ECDSA with SHA-256 over `countersign-device-key-v1|<session>|<nonce>`: r and s (64 bytes) in base64url.',
  })
  @MaxLength(LONGEST_SIGNATURE)
  signature!: string
}

@InputType({ description: 'The captures, signed by the session’s device.' })
export class CaptureManifestInput {
  @Field(() => String, {
    description:
      'JSON in the canonical form of RFC 8785: {v: 1, session, nonce, captures: [{seq, kind, captureId, sha256}]}, in the order in which the captures were announced, `seq` from 0, `sha256` of the file as it was uploaded. All that will be used must be in it, but no chip.',
  })
  @MaxLength(LONGEST_MANIFEST)
  payload!: string

  @Field(() => String, {
    description: 'ECDSA with SHA-256 over the UTF-8 of `payload`: r and s (64 bytes) in base64url.',
  })
  @MaxLength(LONGEST_SIGNATURE)
  signature!: string
}

export const CaptureManifestNoncePayload = payloadOf(
  'CaptureManifestNoncePayload',
  () => SessionNonceType,
)
export const DeviceKeyRegisterPayload = payloadOf('DeviceKeyRegisterPayload', () => DeviceKeyType)
