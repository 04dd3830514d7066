import { createHash } from 'node:crypto'

// biome-ignore lint/suspicious/noExplicitAny: answers of a test, of any shape
type Any = any
type UserError = { field: string | null; code: string; message: string }
export type Answer<T> = { result: T | null; userErrors: UserError[] }

/** An API key, the cookie of a member, or that of an applicant. */
export type Credentials = string | { cookie: string; authorization?: 'Capture' }

/** A bare client for tests: it shows refusals instead of throwing. */
export function apiClient(url: string, as: Credentials) {
  const credentials = typeof as === 'string' ? { authorization: `Bearer ${as}` } : as

  async function ask(query: string, variables: object = {}, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials, ...headers },
      body: JSON.stringify({ query, variables }),
    })
    return {
      status: response.status,
      headers: response.headers,
      ...((await response.json()) as { data: Any; errors?: Any[] }),
    }
  }

  async function mutate(name: string, input: object, selection = 'id'): Promise<Answer<Any>> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
    const query = `mutation($input: ${type}!) { ${name}(input: $input) { result { ${selection} } userErrors { field code message } } }`
    const { data, errors } = await ask(query, { input })
    if (errors) throw new Error(JSON.stringify(errors))
    return data[name]
  }

  async function announce(
    sessionId: string,
    kind: string,
  ): Promise<{ captureId: string; uploadUrl: string }> {
    const { result } = await mutate(
      'captureUploadCreate',
      { sessionId, kind },
      'uploadUrl capture { id }',
    )
    return { captureId: result.capture.id, uploadUrl: result.uploadUrl }
  }

  return {
    ask,
    mutate,
    announce,
    put: (uploadUrl: string, bytes: Uint8Array) =>
      fetch(uploadUrl, { method: 'PUT', body: bytes as Uint8Array<ArrayBuffer> }),
    async newSession(): Promise<string> {
      const applicant = await mutate('applicantCreate', {})
      return (await mutate('kycSessionCreate', { applicantId: applicant.result.id })).result.id
    },
    async upload(sessionId: string, kind: string, bytes: Uint8Array) {
      const { captureId, uploadUrl } = await announce(sessionId, kind)
      const put = await this.put(uploadUrl, bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return {
        captureId,
        put,
        complete: await mutate('captureComplete', { captureId, sha256 }, 'id status'),
      }
    },
    async session(id: string, selection: string) {
      const { data, errors } = await ask(
        `query($id: ID!) { kycSession(id: $id) { ${selection} } }`,
        { id },
      )
      if (errors) throw new Error(JSON.stringify(errors))
      return data.kycSession
    },
  }
}
