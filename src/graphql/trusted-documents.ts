import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Deps } from '../deps'
import { packageRoot } from '../package-root'
import { tellSecurity } from '../security-events'

/** The documents of our own clients, by the SHA-256 (hexadecimal) of their text. */
export type TrustedDocuments = { byHash: ReadonlyMap<string, string>; only: boolean }

type Witness = Pick<Deps, 'log' | 'metrics'>

/** How a request names a document: its text, its hash as Apollo clients send it, or `documentId` (GraphQL over HTTP). */
const SENT = z.looseObject({
  query: z.string().optional(),
  documentId: z.string().optional(),
  extensions: z
    .looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() })
    .nullish(),
})

/** `only`: nothing else is executed. */
export function readTrustedDocuments(only: boolean): TrustedDocuments {
  const text = readFileSync(join(packageRoot(), 'trusted-documents.json'), 'utf8')
  const documents = z.record(z.string(), z.string()).parse(JSON.parse(text))
  return { byHash: new Map(Object.entries(documents)), only }
}

/** The document that a request names, when it is one of ours; null when it is not. */
export function trustedDocument({ byHash }: TrustedDocuments, sent: unknown): string | null {
  const { data } = SENT.safeParse(sent)
  const named =
    data?.documentId?.replace(/^sha256:/, '') ?? data?.extensions?.persistedQuery?.sha256Hash
  const hash =
    named ??
    createHash('sha256')
      .update(data?.query ?? '')
      .digest('hex')
  return byHash.get(hash) ?? null
}

export function untrusted(deps: Witness): GraphQLError {
  tellSecurity(deps, 'QUERY_REFUSED', { code: 'UNTRUSTED' })
  const message = 'Only the documents of our own clients are executed here.'
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } })
}

/** Puts the text in place of a hash we know; where only trusted documents are taken, refuses every other request. */
export function trustedDocumentsOver(deps: Witness, trusted: TrustedDocuments): RequestHandler {
  return (request, response, next) => {
    const document = trustedDocument(trusted, request.body)
    if (document !== null) {
      const { variables } = request.body
      request.body = { query: document, variables: variables ?? {} }
    } else if (trusted.only) {
      const { message, extensions } = untrusted(deps)
      const errors = [{ message, extensions: { code: extensions['code'] } }]
      return void response.status(403).json({ errors })
    }
    next()
  }
}
