import type { IncomingMessage, Server } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { expressMiddleware } from '@as-integrations/express5'
import type { RequestHandler } from 'express'
import proxyAddress from 'proxy-addr'
import { authenticate, type CookieTokens, type Credentials, secretOf } from '../access/authenticate'
import type { Deps } from '../deps'
import { currentContext } from '../request-context'
import { assertWithinRate, type Context } from './context'
import { formatError } from './errors'
import { idempotency } from './idempotency'
import { queryLimits } from './limits'
import { createSchema } from './schema'
import { serveSubscriptions } from './subscriptions'
import { type TrustedDocuments, trustedDocumentsOver } from './trusted-documents'

/** `proxies`: how many of one's own stand before us. `tokensOf`: of a browser's cookies. */
type Options = {
  introspection: boolean
  trusted: TrustedDocuments
  proxies: number
  tokensOf(request: IncomingMessage): CookieTokens
}

type HttpRequest = { req: IncomingMessage }

/** The GraphQL endpoint: queries and mutations over HTTP, subscriptions over a WebSocket (graphql-ws). */
export async function createGraphql(
  deps: Deps,
  server: Server,
  options: Options,
): Promise<{ handlers: RequestHandler[]; stop(): Promise<void> }> {
  const schema = createSchema()
  const limits = queryLimits()
  const callerOf = (request: IncomingMessage, authorization: unknown) =>
    authenticate(deps, shownBy(options, request, authorization))
  const rules = limits.validationRules
  const subscriptions = serveSubscriptions(deps, server, { ...options, schema, rules, callerOf })
  const apollo = new ApolloServer<Context>({
    schema,
    plugins: [
      ...limits.plugins,
      idempotency(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: server }),
    ],
    validationRules: rules,
    validationOptions: { maxErrors: 3 },
    maxRecursiveSelections: true,
    introspection: options.introspection,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: formatError(deps),
  })
  await apollo.start()
  const context = async ({ req }: HttpRequest): Promise<Context> => {
    const { authorization } = req.headers
    const shown = shownBy(options, req, authorization)
    const caller = await authenticate(deps, shown)
    await assertWithinRate(deps, caller)
    const secret = secretOf(shown)
    return { deps, caller, secret, requestId: currentContext().requestId ?? '' }
  }
  const stop = async () => {
    await subscriptions.dispose()
    await apollo.stop()
  }
  const trusted = trustedDocumentsOver(deps, options.trusted)
  return { handlers: [trusted, expressMiddleware(apollo, { context })], stop }
}

/** Where a request comes from, past one's own proxies (X-Forwarded-For). */
function addressOf(request: IncomingMessage, proxies: number): string {
  return proxyAddress(request, (_address, hop) => hop < proxies)
}

function shownBy(
  { tokensOf, proxies }: Options,
  request: IncomingMessage,
  authorization: unknown,
): Credentials {
  return { authorization, cookies: tokensOf(request), address: addressOf(request, proxies) }
}
