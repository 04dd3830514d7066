// A real OpenID provider (oidc-provider), in a process of its own: it is an ES module through and through.
// Sends its port; told { redirectUri } it serves. Whoever is named in `login_hint` (JSON of claims, in base64url) is logged in.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const CLIENT = { client_id: 'countersign', client_secret: 'a secret for a test of this client' }

const server = createServer()
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())
process.on('message', ({ redirectUri }) => {
  const provider = new Provider(`http://127.0.0.1:${server.address().port}`, {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a key for a test'] },
    findAccount: (_, accountId) => ({ accountId, claims: () => claimsOf(accountId) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const { client, session } = oidc
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
  const serve = provider.callback()
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/interaction/')) return serve(request, response)
    const { params } = await provider.interactionDetails(request, response)
    const result = { login: { accountId: params.login_hint } }
    await provider.interactionFinished(request, response, result)
  })
  process.send('ready')
})

const claimsOf = (sub) => ({ ...JSON.parse(Buffer.from(sub, 'base64url').toString()), sub })
