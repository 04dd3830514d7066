import { join } from 'node:path'
import express, { type RequestHandler, type Router } from 'express'
import helmet from 'helmet'
import { packageRoot } from '../package-root'

type Page = 'console' | 'capture'

/** What a page of ours may do: load its own files, ask its own server, show what it holds itself. Nothing stands inline. */
const OWN = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
}

const POLICIES: Record<Page, { directives: Record<string, string[]>; permissions: string }> = {
  console: { directives: OWN, permissions: 'camera=(), microphone=(), geolocation=()' },
  // WebAssembly finds the face; it is compiled from our own file.
  capture: {
    directives: { ...OWN, scriptSrc: ["'self'", "'wasm-unsafe-eval'"] },
    permissions: 'camera=(self), microphone=(), geolocation=()',
  },
}

const NOT_BUILT = 'This page has not been built. Run: npm run build'

/** A page of ours and its files (dist/web). `framedBy`: the origins that may show it in a frame. Its addresses are read by the page itself: each gives the same index.html. */
export function pageRoutes(page: Page, framedBy: string[] = []): Router {
  const folder = join(packageRoot(), 'dist', 'web', page)
  const { directives: own, permissions } = POLICIES[page]
  const directives = framedBy.length > 0 ? { ...own, frameAncestors: framedBy } : own
  const router = express.Router()
  router.use(helmet.contentSecurityPolicy({ useDefaults: false, directives }))
  router.use((_request, response, next) => {
    if (framedBy.length > 0) response.removeHeader('x-frame-options') // it can name no origin
    response.setHeader('permissions-policy', permissions)
    next()
  })
  // Names of assets carry a hash of what is in them.
  const forever = { immutable: true, maxAge: '1y', index: false, fallthrough: false } as const
  router.use('/assets', express.static(join(folder, 'assets'), forever))
  router.get(/^\/[^.]*$/, indexOf(folder))
  return router
}

function indexOf(folder: string): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('cache-control', 'no-cache')
    response.sendFile('index.html', { root: folder, cacheControl: false }, (error) => {
      if (error && 'code' in error && error.code === 'ENOENT')
        response.status(503).type('text').send(NOT_BUILT)
      else if (error) next(error)
    })
  }
}
