import type { IncomingMessage, Server } from 'node:http'
import {
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  specifiedRules,
  subscribe,
  type ValidationRule,
  validate,
} from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { Deps } from '../deps'
import type { Caller } from '../sessions/caller'
import { type Context, rateRefusal } from './context'
import { formatError } from './errors'
import { type TrustedDocuments, trustedDocument, untrusted } from './trusted-documents'

type Options = {
  schema: GraphQLSchema
  rules: ValidationRule[]
  introspection: boolean
  trusted: TrustedDocuments
  callerOf(request: IncomingMessage, authorization: unknown): Promise<Caller | null>
}

/** Longest message over the WebSocket. Requests over HTTP: see http/app.ts. */
const MAX_MESSAGE_BYTES = 64 * 1024

/**
 * Subscriptions over a WebSocket (graphql-ws), under the same limits as requests and with errors as they are told there.
 * Nothing else: queries and mutations have an idempotency key, a status and a rate over HTTP.
 */
export function serveSubscriptions(
  deps: Deps,
  server: Server,
  { schema, rules, introspection, trusted, callerOf }: Options,
) {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: MAX_MESSAGE_BYTES })
  const hidden = introspection ? [] : [NoSchemaIntrospectionCustomRule]
  const all = [...specifiedRules, ...rules, ...hidden, subscriptionsOnly]
  const tellable = formatError(deps)
  const told = (errors: readonly GraphQLError[]) =>
    errors.map((error) => tellable(error.toJSON(), error))
  return useServer(
    {
      schema,
      validate: (checked, document) => validate(checked, document, all, { maxErrors: 3 }),
      context: async ({ connectionParams, extra }): Promise<Context> => {
        const given = connectionParams?.['authorization'] ?? connectionParams?.['Authorization']
        const caller = await callerOf(extra.request, given)
        return { deps, caller, secret: null, requestId: '' }
      },
      // The text alone counts here: it is what will be executed, whatever hash is sent beside it.
      onSubscribe: (_context, _id, { query }) =>
        trusted.only && trustedDocument(trusted, { query }) === null
          ? [untrusted(deps)]
          : undefined,
      subscribe: (args) => subscribeWithinRate(deps, args),
      onError: (_context, _id, _payload, errors) => told(errors),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors && { data: result.data ?? null, errors: told(result.errors) },
    },
    sockets,
  )
}

async function subscribeWithinRate(deps: Deps, args: ExecutionArgs) {
  const { caller } = args.contextValue as Context
  const refusal = await rateRefusal(deps, caller)
  return refusal ? { errors: [refusal] } : subscribe(args)
}

const subscriptionsOnly: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (node.operation === 'subscription') return
    const message = 'Over the WebSocket there are subscriptions only; POST queries and mutations.'
    context.reportError(new GraphQLError(message, { nodes: node }))
  },
})
