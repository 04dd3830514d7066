import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers'

/** Whose passkeys: `rpId` is the host that browsers bind them to. `challenge`: what is to be, or was, signed. */
export type Ceremony = { rpId: string; origin: string; challenge: string }

export type PublicPasskey = { id: string; publicKey: Uint8Array<ArrayBuffer>; transports: string[] }

/** What a new authenticator told. */
export type NewPasskey = PublicPasskey & { counter: number; backedUp: boolean }

/** As a browser sends them (`toJSON()`, WebAuthn Level 3). */
export type Registration = RegistrationResponseJSON
export type Assertion = AuthenticationResponseJSON

const TIMEOUT_MS = 300_000

type Owner = { id: string; name: string; known: PublicPasskey[] }

/** What `navigator.credentials.create` is given: a credential that its owner unlocks, and that is found without a name. */
export function registrationOptions({ rpId, challenge }: Ceremony, { id, name, known }: Owner) {
  return generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: rpId,
    userName: name,
    userID: new Uint8Array(Buffer.from(id)),
    challenge: bytesOf(challenge),
    timeout: TIMEOUT_MS,
    attestationType: 'none',
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** What `navigator.credentials.get` is given. `known`: the passkeys that will do; none: whichever there is. */
export function loginOptions({ rpId, challenge }: Ceremony, known: PublicPasskey[]) {
  return generateAuthenticationOptions({
    rpID: rpId,
    challenge: bytesOf(challenge),
    timeout: TIMEOUT_MS,
    userVerification: 'required',
    allowCredentials: known.map(({ id, transports }) => ({ id, transports })),
  })
}

/** The challenge that an answer says it is to; null when it says none. */
export function challengeIn({ response }: Registration | Assertion): string | null {
  return attempt(() => decodeClientDataJSON(response.clientDataJSON).challenge)
}

/** The new passkey; null when the answer is not one to this challenge, by this origin, with its owner verified. */
export async function verifyRegistration(
  { rpId, origin, challenge }: Ceremony,
  response: Registration,
): Promise<NewPasskey | null> {
  const verified = await attempt(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
    }),
  )
  if (!verified?.verified) return null
  const { credential, credentialBackedUp: backedUp } = verified.registrationInfo
  const { id, publicKey, counter, transports = [] } = credential
  return { id, publicKey: new Uint8Array(publicKey), counter, transports, backedUp }
}

/**
 * The counter and state that the passkey signed; null when it did not sign this challenge, for this origin, with its owner
 * verified. Whether the counter is good is for the caller to say: here it is believed only once the signature is.
 */
export async function verifyAssertion(
  { rpId, origin, challenge }: Ceremony,
  { id, publicKey }: PublicPasskey,
  response: Assertion,
): Promise<{ counter: number; backedUp: boolean } | null> {
  const verified = await attempt(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      credential: { id, publicKey, counter: 0 },
      requireUserVerification: true,
    }),
  )
  if (!verified?.verified) return null
  const { newCounter: counter, credentialBackedUp: backedUp } = verified.authenticationInfo
  return { counter, backedUp }
}

function bytesOf(challenge: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(challenge, 'base64url'))
}

/** The library throws for whatever is wrong with an answer. What is asked here touches nothing but the answer. */
function attempt<T>(work: () => T): T extends Promise<infer U> ? Promise<U | null> : T | null
function attempt(work: () => unknown): unknown {
  try {
    const result = work()
    return result instanceof Promise ? result.catch(() => null) : result
  } catch {
    return null
  }
}
