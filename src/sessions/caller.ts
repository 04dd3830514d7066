import type { Mode } from './session'

/** Who is asking: the organisation behind an API key, and whether the key is for tests. */
export type Caller = { tenantId: string; apiKeyId: string; mode: Mode }
