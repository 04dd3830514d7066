import type { RequestHandler } from 'express'
import type { Deps } from '../deps'

/** GET /.well-known/jwks.json: the public keys that statements are verified with (RFC 7517), for anybody. */
export function keySetRoute({ signer }: Pick<Deps, 'signer'>): RequestHandler {
  return async (_request, response) => {
    response
      .setHeader('access-control-allow-origin', '*')
      .setHeader('cache-control', 'public, max-age=300')
      .type('application/jwk-set+json')
      .send(JSON.stringify(await signer.keySet()))
  }
}
