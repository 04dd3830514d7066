import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { IdentityProvider, LoginChecks, ProvenPerson } from '../deps'
import type { Logger } from '../log'

type Client = { issuer: string; id: string; secret: string; rolesClaim: string | null }

/** Without them nobody would know whose answer it is: what the claims are about has to be told with the claims. */
type Claims = Record<string, unknown> & { sub: string }

/** The provider is asked what it can do when it is first needed, and again when that failed. */
export function openIdProvider(client: Client, log: Logger): IdentityProvider {
  let known: Promise<Configuration> | null = null
  const configuration = () => {
    known ??= discover(client).catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
  return {
    async begin(redirectUri) {
      const checks = {
        state: randomState(),
        nonce: randomNonce(),
        verifier: randomPKCECodeVerifier(),
      }
      const url = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid email',
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await calculatePKCECodeChallenge(checks.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, checks }
    },

    async finish(url, checks) {
      try {
        return personIn(await claimsOf(await configuration(), url, checks), client)
      } catch (error) {
        // The library's code; its message or cause may repeat what came, and with it something of a person.
        log.warn({ code: (error as { code?: string }).code }, 'a login at the provider was refused')
        return null
      }
    },
  }
}

/** Plain http is for development: in production the settings refuse it. */
function discover({ issuer, id, secret }: Client): Promise<Configuration> {
  const isPlain = issuer.startsWith('http://')
  const options = isPlain ? { execute: [allowInsecureRequests] } : {}
  return discovery(new URL(issuer), id, secret, undefined, options)
}

/** Of the ID token, and of the user info where that says more (Core 1.0 §5.4). @throws Error for whatever is wrong */
async function claimsOf(
  configuration: Configuration,
  url: URL,
  { state, nonce, verifier }: LoginChecks,
): Promise<Claims> {
  const tokens = await authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw new Error('There is no ID token.')
  if (!configuration.serverMetadata().userinfo_endpoint) return claims
  return { ...claims, ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)) }
}

function personIn(
  { email, email_verified: isVerified, ...claims }: Claims,
  { rolesClaim }: Client,
): ProvenPerson {
  const given = rolesClaim === null ? null : claims[rolesClaim]
  const roles = given === null ? null : [given].flat().map(String)
  return { email: typeof email === 'string' && isVerified === true ? email : null, roles }
}
