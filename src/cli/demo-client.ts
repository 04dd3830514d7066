import { createHash } from 'node:crypto'
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'
import { CliError } from './cli-error'
import { DEMO_DOCUMENTS } from './demo-documents'

/** What the demo asks of a finished session; the same query would serve any client. */
export type SessionResult = {
  id: string
  status: string
  documentReading: {
    format: string | null
    lines: string[]
    fields: {
      name: string
      source: string
      value: string
      confidence: number
      uncertain: boolean
    }[]
    agreements: { field: string; left: string; right: string; result: string }[]
    checkDigits: { field: string; printed: string; expected: string; valid: boolean }[]
  } | null
  checks: { name: string; outcome: string; durationMs: number; reasons: ReasonResult[] }[]
  decision: {
    outcome: string
    reasons: ReasonResult[]
    policyVersion: string
    timings: { step: string; durationMs: number }[]
  } | null
}

export type ReasonResult = {
  code: string
  internalMessage: string
  evidence: { field: string | null; measured: string | null; limit: string | null }
}

/** Who asks: an API key, or a member who is logged in. */
type Credentials = { authorization: string } | { cookie: string }

/** GraphQL over HTTP. */
export function createAsker(url: string, credentials: Credentials) {
  /** Sends the hash alone: the server has the document (trusted-documents.json). */
  async function ask<T>(document: string, variables: object): Promise<T> {
    const headers = { 'content-type': 'application/json', ...credentials }
    const documentId = `sha256:${createHash('sha256').update(document).digest('hex')}`
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ documentId, variables }),
    })
    const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] }
    if (errors || !data)
      throw new CliError(`The API answered: ${errors?.map(({ message }) => message).join('; ')}`)
    return data
  }

  /** Runs a mutation of one `input` and gives its result; user errors end the demo. */
  async function mutate<T>(name: keyof typeof DEMO_DOCUMENTS, input: object): Promise<T> {
    const data = await ask<
      Record<string, { result: T | null; userErrors: { code: string; message: string }[] }>
    >(DEMO_DOCUMENTS[name], { input })
    const payload = data[name]
    if (!payload?.result)
      throw new CliError(`${name}: ${payload?.userErrors.map(({ message }) => message).join('; ')}`)
    return payload.result
  }

  return { ask, mutate }
}

export type Asker = ReturnType<typeof createAsker>

/** A client of the public API, as anyone would write one: GraphQL over HTTP, files by PUT, progress over a WebSocket. */
export function createDemoClient(url: string, apiKey: string) {
  const authorization = `Bearer ${apiKey}`
  const { ask, mutate } = createAsker(url, { authorization })

  return {
    mutate,
    /** `externalId`: none unless given. */
    createApplicant: (externalId?: string) =>
      mutate<{ id: string }>('applicantCreate', { externalId }),
    createSession: (applicantId: string) =>
      mutate<{ id: string }>('kycSessionCreate', { applicantId }),
    submit: (sessionId: string) => mutate<{ status: string }>('kycSessionSubmit', { sessionId }),

    async upload(sessionId: string, kind: string, bytes: Uint8Array): Promise<void> {
      const announced = await mutate<{ uploadUrl: string; capture: { id: string } }>(
        'captureUploadCreate',
        { sessionId, kind },
      )
      const put = await fetch(announced.uploadUrl, {
        method: 'PUT',
        body: bytes as Uint8Array<ArrayBuffer>,
        headers: { 'content-type': 'image/jpeg' },
      })
      if (!put.ok) throw new CliError(`Upload of ${kind}: ${put.status} ${await put.text()}`)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await mutate('captureComplete', { captureId: announced.capture.id, sha256 })
    },

    /** Follows the session until it is no longer our turn. `onStatus` hears each status. */
    async waitForDecision(
      sessionId: string,
      onStatus: (status: string) => void,
    ): Promise<SessionResult> {
      const client = createClient({
        url: `${url.replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization },
      })
      const query = DEMO_DOCUMENTS.kycSessionUpdated
      try {
        for await (const { data } of client.iterate<{ kycSessionUpdated: { status: string } }>({
          query,
          variables: { id: sessionId },
        })) {
          const status = data?.kycSessionUpdated.status ?? ''
          onStatus(status)
          if (status !== 'PROCESSING') break
        }
      } finally {
        await client.dispose()
      }
      return (
        await ask<{ kycSession: SessionResult }>(DEMO_DOCUMENTS.kycSession, { id: sessionId })
      ).kycSession
    },
  }
}

export type DemoClient = ReturnType<typeof createDemoClient>
