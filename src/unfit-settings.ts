import type { Given } from './config'
import { unencrypted } from './unencrypted'

/** What cannot be right about settings that are each well-formed: one sentence for each. */
export function unfitSettings(given: Given): string[] {
  const production = given.NODE_ENV === 'production' ? inProduction(given) : []
  return [
    ...trustWithoutList(given),
    ...directAlone(given),
    ...halfProvider(given),
    ...halfTls(given),
    ...production,
  ]
}

/** Both say something about a master list: alone they would change nothing, and nobody would notice. */
function trustWithoutList(given: Given): string[] {
  if (given.CSCA_MASTER_LIST) return []
  const alone = (['CSCA_LIST_SIGNERS', 'CSCA_CRLS'] as const).filter((name) => given[name])
  return alone.map((name) => `${name}: is of use only with CSCA_MASTER_LIST; set that too.`)
}

function directAlone({ DATABASE_URL, DATABASE_DIRECT_URL }: Given): string[] {
  if (!DATABASE_DIRECT_URL || DATABASE_URL) return []
  return ['DATABASE_DIRECT_URL: is the way past the pooler of DATABASE_URL; set that too.']
}

/** A client without its secret, or roles without a provider, would be found out only when somebody logs in. */
function halfProvider(given: Given): string[] {
  const needed = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const
  const isWanted = [...needed, 'OIDC_ROLES_CLAIM' as const].some((name) => given[name])
  const missing = isWanted ? needed.filter((name) => !given[name]) : []
  return missing.map((name) => `${name}: is needed for OpenID Connect; set that too.`)
}

function halfTls({ TLS_CERT, TLS_KEY }: Given): string[] {
  if (Boolean(TLS_CERT) === Boolean(TLS_KEY)) return []
  return [`${TLS_CERT ? 'TLS_KEY' : 'TLS_CERT'}: is needed for TLS; set that too.`]
}

function inProduction(given: Given): string[] {
  return [
    given.DATABASE_URL
      ? ''
      : 'DATABASE_URL: is needed in production; the embedded database is for one machine.',
    given.UPLOAD_SECRET
      ? ''
      : 'UPLOAD_SECRET: is needed in production, the same for all API processes.',
    given.PUBLIC_URL?.startsWith('https://')
      ? ''
      : 'PUBLIC_URL: is needed in production and must begin with https://.',
    given.ROOT_KEY_URL
      ? ''
      : 'ROOT_KEY_URL: is needed in production; without that key nothing that is kept can be read.',
    given.BLOB_URL ? '' : 'BLOB_URL: is needed in production, the same for API and workers.',
    given.OIDC_ISSUER?.startsWith('http://')
      ? 'OIDC_ISSUER: must begin with https:// in production.'
      : '',
    given.WEBHOOKS_ALLOW_PRIVATE ? 'WEBHOOKS_ALLOW_PRIVATE: is for development only.' : '',
    ...unencrypted(given),
    ...placeholders(given),
  ].filter((sentence) => sentence !== '')
}

/** The examples in deploy/ hold this in place of every secret. */
function placeholders(given: Given): string[] {
  const left = Object.entries(given).filter(([, value]) => String(value).includes('change-me'))
  return left.map(([name]) => `${name}: still has the example's change-me.`)
}
