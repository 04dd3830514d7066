import { Field, ID, InterfaceType } from 'type-graphql'

/** The type of an object, told by the prefix of its id. */
export function typeOfId(id: string): string {
  return TYPES[id.slice(0, 3)] ?? 'KycSession'
}

const TYPES: Record<string, string> = {
  app: 'Applicant',
  cap: 'Capture',
  cas: 'ReviewCase',
  key: 'ApiKey',
  dec: 'Decision',
  fau: 'FaceAuthentication',
  fen: 'FaceEnrolment',
  fjb: 'FailedJob',
  lch: 'LivenessChallenge',
  mem: 'Member',
  pol: 'Policy',
  ses: 'KycSession',
  whd: 'WebhookDelivery',
  whe: 'WebhookEndpoint',
}

@InterfaceType({
  description: 'Anything with a global id (Relay).',
  resolveType: ({ id }: { id: string }) => typeOfId(id),
})
export abstract class Node {
  @Field(() => ID, { description: 'Global and opaque; stable for ever.' })
  id!: string
}
