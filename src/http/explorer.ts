import type { RequestHandler } from 'express'

/** Everything GraphiQL needs is in the page itself: nothing is fetched from elsewhere. */
const POLICY =
  "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; connect-src 'self' ws: wss:; frame-ancestors 'none'"

/** GraphiQL for browsers that GET /graphql; anything else goes on to GraphQL. Outside production only. */
export function explorerRoute(): RequestHandler {
  let page: string | null = null
  return async (request, response, next) => {
    if (request.accepts(['json', 'html']) !== 'html') return next()
    const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
    page ??= renderGraphiQL({
      title: 'Countersign',
      endpoint: '/graphql',
      subscriptionsProtocol: 'WS',
      headers: '{ "authorization": "Bearer cs_test_…" }',
      defaultQuery: WELCOME,
    })
    response.setHeader('content-security-policy', POLICY).type('html').send(page)
  }
}

const WELCOME = `# Put your API key into the headers below, then run this.
{
  kycSessions(first: 5) {
    nodes {
      id
      status
      decision { outcome reasons { code internalMessage } }
      checks { name outcome }
    }
  }
}
`
