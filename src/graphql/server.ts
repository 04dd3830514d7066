import type { IncomingMessage, Server } from 'node:http'
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { expressMiddleware } from '@as-integrations/express5'
import { ApolloArmor } from '@escape.tech/graphql-armor'
import type { RequestHandler } from 'express'
import {
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import proxyAddress from 'proxy-addr'
import { WebSocketServer } from 'ws'
import { authenticate, type CookieTokens, secretOf } from '../access/authenticate'
import type { Deps } from '../deps'
import { currentContext } from '../request-context'
import { assertWithinRate, type Context } from './context'
import { formatError } from './errors'
import { idempotency } from './idempotency'
import { createSchema } from './schema'

/** `proxies`: how many of one's own stand before us. `tokensOf`: of a browser's cookies. */
type Options = {
  introspection: boolean
  proxies: number
  tokensOf(request: IncomingMessage): CookieTokens
}

type HttpRequest = { req: IncomingMessage }

/** Longest message over the WebSocket. Requests over HTTP: see http/app.ts. */
const MAX_MESSAGE_BYTES = 64 * 1024

/** The GraphQL endpoint: queries and mutations over HTTP, subscriptions over a WebSocket (graphql-ws). */
export async function createGraphql(
  deps: Deps,
  server: Server,
  options: Options,
): Promise<{ handler: RequestHandler; stop(): Promise<void> }> {
  const schema = createSchema()
  const limits = protect()
  const subscriptions = serveSubscriptions(deps, server, schema, limits.validationRules, options)
  const apollo = new ApolloServer<Context>({
    schema,
    plugins: [
      ...limits.plugins,
      idempotency(),
      ApolloServerPluginDrainHttpServer({ httpServer: server }),
    ],
    validationRules: limits.validationRules,
    validationOptions: { maxErrors: 3 },
    maxRecursiveSelections: true,
    introspection: options.introspection,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: formatError(deps.log),
  })
  await apollo.start()
  const context = async ({ req }: HttpRequest): Promise<Context> => {
    const { authorization } = req.headers
    const address = addressOf(req, options.proxies)
    const shown = { authorization, cookies: options.tokensOf(req), address }
    const caller = await authenticate(deps, shown)
    await assertWithinRate(deps, caller)
    const secret = secretOf(shown)
    return { deps, caller, secret, requestId: currentContext().requestId ?? '' }
  }
  const stop = async () => {
    await subscriptions.dispose()
    await apollo.stop()
  }
  return { handler: expressMiddleware(apollo, { context }), stop }
}

/** Where a request comes from, past one's own proxies (X-Forwarded-For). */
function addressOf(request: IncomingMessage, proxies: number): string {
  return proxyAddress(request, (_address, hop) => hop < proxies)
}

/** Limits on what a query may ask for; with this set graphql-cop finds nothing when tried. */
function protect(): { plugins: ApolloServerPlugin[]; validationRules: ValidationRule[] } {
  const armor = new ApolloArmor({
    maxDepth: { n: 10 },
    costLimit: { maxCost: 8000 },
    maxAliases: { n: 5, allowList: [] },
    maxDirectives: { enabled: true, n: 5 },
    maxTokens: { n: 1000 },
    blockFieldSuggestion: { enabled: true },
  })
  return armor.protect() as unknown as ReturnType<typeof protect>
}

function serveSubscriptions(
  deps: Deps,
  server: Server,
  schema: GraphQLSchema,
  rules: ValidationRule[],
  { introspection, proxies, tokensOf }: Options,
) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: MAX_MESSAGE_BYTES })
  const hidden = introspection ? [] : [NoSchemaIntrospectionCustomRule]
  return useServer(
    {
      schema,
      validate: (checked, document) =>
        validate(checked, document, [...specifiedRules, ...rules, ...hidden], { maxErrors: 3 }),
      context: async ({ connectionParams, extra }): Promise<Context> => ({
        deps,
        caller: await authenticate(deps, {
          authorization: connectionParams?.['authorization'] ?? connectionParams?.['Authorization'],
          cookies: tokensOf(extra.request),
          address: addressOf(extra.request, proxies),
        }),
        secret: null,
        requestId: '',
      }),
    },
    sockets,
  )
}
