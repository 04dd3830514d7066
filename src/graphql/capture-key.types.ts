import { Field, ID, ObjectType } from 'type-graphql'
import { DateTime } from './scalars'

@ObjectType('CaptureKey', { description: 'A public key that captures are sealed to (RFC 9180).' })
export class CaptureKeyType {
  @Field(() => ID, { description: 'Its name.' })
  kid!: string

  @Field(() => String, { description: 'How is sealed: KEM, KDF and AEAD, in base mode.' })
  suite!: string

  @Field(() => String, {
    description: 'An uncompressed point of P-256 (SEC 1, 65 bytes) in base64url.',
  })
  publicKey!: string

  @Field(() => DateTime, { description: 'Seal nothing to it afterwards.' })
  notAfter!: Date

  @Field(() => String, {
    description:
      'That the key is ours, as a JWS (RFC 7515, typ capture-key+jwt, with the claims iss, exp, keyId, suite, publicKey), to be verified with the keys at /.well-known/jwks.json or with those pinned.',
  })
  statement!: string
}
