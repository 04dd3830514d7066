import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { DateTimeISOResolver, JSONObjectResolver, URLResolver } from 'graphql-scalars'

/** RFC 3339, in UTC. */
export const DateTime = new GraphQLScalarType({
  ...DateTimeISOResolver.toConfig(),
  name: 'DateTime',
  description: 'A point in time, RFC 3339 in UTC: 2026-11-24T07:49:03.000Z',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
})

/** An absolute address, as the WHATWG URL standard reads it. */
export const Url = new GraphQLScalarType({
  ...URLResolver.toConfig(),
  name: 'URL',
  description: 'An absolute address.',
  specifiedByURL: 'https://url.spec.whatwg.org/',
  serialize: String,
})

/** A JSON object of any shape. */
export const Json = new GraphQLScalarType({
  ...JSONObjectResolver.toConfig(),
  name: 'JSONObject',
  description: 'A JSON object (RFC 8259).',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
})

const HASH = /^[0-9a-f]{64}$/

function parseHash(value: unknown): string {
  const text = typeof value === 'string' ? value.toLowerCase() : ''
  if (!HASH.test(text)) throw new GraphQLError('A SHA-256 is 64 hexadecimal digits.')
  return text
}

/** 64 hex digits; read in either case, written in lower case. */
export const Sha256 = new GraphQLScalarType<string, string>({
  name: 'SHA256',
  description: 'A SHA-256 hash (FIPS 180-4), 64 hexadecimal digits.',
  specifiedByURL: 'https://csrc.nist.gov/pubs/fips/180-4/upd1/final',
  serialize: parseHash,
  parseValue: parseHash,
  parseLiteral: (node) => parseHash(node.kind === Kind.STRING ? node.value : null),
})
