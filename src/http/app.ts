import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import helmet from 'helmet'
import type { Deps } from '../deps'
import { runInContext } from '../request-context'
import { tellSecurity } from '../security-events'
import { CHIP_FILE_BYTES } from '../sessions/session'
import { auditExportRoute } from './audit-export'
import { caseAttachmentRoute } from './case-attachment'
import { explorerRoute } from './explorer'
import { health } from './health'
import { keySetRoute } from './key-set'
import { logInRoutes } from './log-in'
import { captureLinkRoutes } from './open-capture-link'
import { pageRoutes } from './pages'
import { reviewImageRoute } from './review-image'
import { subjectExportRoute } from './subject-export'
import { uploadRoute } from './uploads'

/** `proxies`: how many of one's own stand before us. `embedders`: origins that may frame the applicant's page. */
type Options = {
  graphql: RequestHandler[]
  explorer: boolean
  proxies: number
  embedders: string[]
}

/** The longest request, and the longest message of a subscription (see graphql/server.ts). */
const MAX_REQUEST_BYTES = 64 * 1024

/** `captureChip` alone may be longer, by its three files in base64: four characters for every three bytes. */
const MAX_CHIP_REQUEST_BYTES = Object.values(CHIP_FILE_BYTES).reduce(
  (sum, bytes) => sum + 4 * Math.ceil(bytes / 3),
  MAX_REQUEST_BYTES,
)

/** No answer but the pages' own (pages.ts) is a page: whatever a browser takes for one loads nothing, runs nothing and stands in no frame. */
const NOTHING = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
}

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/

/** The HTTP surface of the API process: GraphQL, uploads, health, metrics and, outside production, an explorer. */
export function createApp(deps: Deps, { graphql, explorer, proxies, embedders }: Options): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', proxies)
  app.use(helmet({ contentSecurityPolicy: NOTHING }))
  app.use(identify(deps))
  app.use(health(deps))
  if (explorer) app.get('/graphql', explorerRoute())
  app.use(
    '/graphql',
    express.json({ limit: MAX_CHIP_REQUEST_BYTES, verify: assertLength }),
    ...graphql,
  )
  app.use('/uploads', uploadRoute(deps))
  app.use('/auth', logInRoutes(deps))
  app.use('/capture', captureLinkRoutes(deps), pageRoutes('capture', embedders))
  app.use('/console', pageRoutes('console'))
  app.get('/applicants/:id/export', subjectExportRoute(deps))
  app.get('/sessions/:id/images/:image', reviewImageRoute(deps))
  app.get('/cases/:caseId/attachments/:attachmentId', caseAttachmentRoute(deps))
  app.get('/audit/export', auditExportRoute(deps))
  app.get('/.well-known/jwks.json', keySetRoute(deps))
  app.use((_request, response) => {
    response
      .status(404)
      .json({ code: 'NOT_FOUND', message: 'There is nothing here. GraphQL is at /graphql.' })
  })
  app.use(explain(deps))
  return app
}

function assertLength(_request: unknown, _response: unknown, body: Buffer): void {
  if (body.length > MAX_REQUEST_BYTES && !body.includes('captureChip'))
    throw Object.assign(new Error('The request is too large.'), { status: 413 })
}

/** Gives each request an id, or takes the caller's, and measures the answer. */
function identify(deps: Deps): RequestHandler {
  return (request, response, next) => {
    const given = request.headers['x-request-id']
    const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    response.setHeader('x-request-id', requestId)
    const start = performance.now()
    response.on('finish', () => {
      const durationMs = Math.round(performance.now() - start)
      const route = request.originalUrl.split(/[/?]/)[1] || 'root'
      deps.metrics.requestAnswered(
        ROUTES.has(route) ? route : 'other',
        response.statusCode,
        durationMs / 1000,
      )
      deps.log.debug(
        { requestId, method: request.method, status: response.statusCode, durationMs },
        'request answered',
      )
    })
    runInContext({ requestId }, next)
  }
}

const ROUTES = new Set([
  'applicants',
  'auth',
  'audit',
  'capture',
  'cases',
  'console',
  'graphql',
  'uploads',
  'healthz',
  'readyz',
  'metrics',
  'root',
  'sessions',
])

const TOO_LARGE = `The request is larger than 64 kB, or with the files of a chip than ${Math.floor(MAX_CHIP_REQUEST_BYTES / 1024)} kB.`

/** Errors of the HTTP layer: a body too large or malformed is the caller's, the rest is ours. */
function explain(deps: Deps): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error)
    const status = Number(error?.status ?? error?.statusCode ?? 500)
    if (status < 500) tellSecurity(deps, 'REQUEST_REFUSED', { status })
    if (status === 413)
      return void response.status(413).json({ code: 'TOO_LARGE', message: TOO_LARGE })
    if (status >= 400 && status < 500)
      return void response
        .status(status)
        .json({ code: 'BAD_REQUEST', message: 'The request could not be read; send JSON.' })
    deps.log.error({ error }, 'a request failed')
    response
      .status(500)
      .json({ code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on our side.' })
  }
}
