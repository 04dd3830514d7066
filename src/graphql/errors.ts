import { unwrapResolverError } from '@apollo/server/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { ArgumentValidationError } from 'type-graphql'
import type { Deps } from '../deps'
import { AppError } from '../errors'
import { tellSecurity } from '../security-events'

type Witness = Pick<Deps, 'log' | 'metrics'>

/** Codes of errors that are the caller's, and whose messages hold nothing of ours. */
const TELLABLE = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
])

/** What a caller may see of an error: its own mistakes in full, ours only as INTERNAL_SERVER_ERROR; ours are logged. */
export function formatError(deps: Witness) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error)
    const place = {
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
    }
    if (original instanceof AppError)
      return { message: original.message, ...place, extensions: { code: original.code } }
    if (original instanceof ArgumentValidationError) {
      tellOfDocument(deps, 'BAD_USER_INPUT')
      const message = validationMessage(original)
      return { message, ...place, extensions: { code: 'BAD_USER_INPUT' } }
    }
    const code = String(formatted.extensions?.['code'] ?? 'INTERNAL_SERVER_ERROR')
    if (TELLABLE.has(code) || isLimit(original)) {
      const extensions = extensionsOf(formatted, code)
      tellOfDocument(deps, extensions.code)
      return { message: withoutValues(formatted.message), ...place, extensions }
    }
    deps.log.error({ error: original }, 'a resolver failed')
    return {
      message:
        'Something went wrong on our side. Try again; if it stays, tell us the x-request-id.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    }
  }
}

/**
 * graphql-js repeats a variable that does not fit, and with it perhaps what is known of a person; and it puts right what is
 * misspelt, from which the schema can be guessed.
 */
function withoutValues(message: string): string {
  return message
    .replace(/got invalid value [\s\S]*?(?=( at "[^"]*")?; )/, 'got an invalid value')
    .replace(/ Did you mean [^?]*\?/g, '')
}

/** The limits of armor throw plain GraphQL errors while the query is validated, before any resolver runs. */
function isLimit(error: unknown): boolean {
  return (
    error instanceof GraphQLError && error.path === undefined && error.originalError === undefined
  )
}

/** What was refused before anything ran: perhaps a mistake, perhaps somebody who looks for what there is. */
function tellOfDocument(deps: Witness, code: string): void {
  if (code === 'BAD_USER_INPUT') tellSecurity(deps, 'INPUT_REFUSED', { code })
  if (code.startsWith('GRAPHQL_')) tellSecurity(deps, 'QUERY_REFUSED', { code })
}

function extensionsOf({ extensions }: GraphQLFormattedError, code: string) {
  const retryAfterSec = extensions?.['retryAfterSec']
  const told = TELLABLE.has(code) ? code : 'GRAPHQL_VALIDATION_FAILED'
  return { code: told, ...(retryAfterSec !== undefined && { retryAfterSec }) }
}

type Violation = { property: string; constraints?: Record<string, string>; children?: Violation[] }

/** Which property must be what. The values themselves are not repeated. */
function validationMessage({ extensions }: ArgumentValidationError): string {
  const violations = extensions['validationErrors'] as Violation[]
  return violations.flatMap(sentences).join('; ')
}

function sentences({ constraints, children }: Violation): string[] {
  return [...Object.values(constraints ?? {}), ...(children ?? []).flatMap(sentences)]
}
