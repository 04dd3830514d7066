import { createHash } from 'node:crypto'
import type { Papers } from './documents'

/** What the API acknowledged: it must never be lost. `uploads`: SHA-256 of files whose PUT was answered with 201. */
export type Acknowledged = { sessionId: string; outcome: string; uploads: string[] }

type Answer = { result: Record<string, unknown> | null; userErrors: { code: string }[] }

const PAUSE_MS = 300
const PATIENCE_MS = 20_000
/** So long nothing is refused in any storm: whoever waits longer waits for ever, and the storm has failed. */
const LONGEST_MS = 300_000

/**
 * An applicant whose client repeats what got no answer, as clients must: the session is created, photographed and
 * submitted, whatever becomes of the API meanwhile.
 */
export async function apply(url: string, key: string, papers: Papers): Promise<Acknowledged> {
  const client = patientClient(url, key)
  const applicant = await client.mutate('applicantCreate', {})
  const session = await client.mutate('kycSessionCreate', { applicantId: idOf(applicant) })
  const sessionId = idOf(session)
  const uploads = [
    await upload(client, sessionId, 'DOCUMENT_FRONT', papers.document),
    await upload(client, sessionId, 'SELFIE', papers.selfie),
  ]
  // Repeated after a lost answer it is a conflict: somebody, we, has submitted it.
  await client.mutate('kycSessionSubmit', { sessionId }, 'id', ['CONFLICT'])
  return { sessionId, outcome: papers.outcome, uploads }
}

type Client = ReturnType<typeof patientClient>

/** @returns the hash of the file. After a mismatch of states, or too late, another capture is made, as the API advises. */
async function upload(client: Client, sessionId: string, kind: string, bytes: Buffer) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  for (;;) {
    const announced = await client.mutate(
      'captureUploadCreate',
      { sessionId, kind },
      'uploadUrl capture { id }',
    )
    const { uploadUrl, capture } = announced.result as {
      uploadUrl: string
      capture: { id: string }
    }
    if ((await client.put(uploadUrl, bytes)) === 'EXPIRED') continue
    const input = { captureId: capture.id, sha256 }
    const completed = await client.mutate('captureComplete', input, 'id', ['CONFLICT'])
    if (completed.userErrors.length === 0) return sha256
  }
}

function patientClient(url: string, key: string) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  return {
    /** Asks until there is an answer without unexpected errors. @throws on refusals that are not `expected` */
    async mutate(name: string, input: object, selection = 'id', expected: string[] = []) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
      const query = `mutation($input: ${type}!) { ${name}(input: $input) { result { ${selection} } userErrors { code } } }`
      const body = JSON.stringify({ query, variables: { input } })
      const answer = await untilAnswered(async () => {
        const response = await ask(`${url}/graphql`, { method: 'POST', headers, body })
        const { data } = (await response.json()) as { data?: Record<string, Answer | null> }
        return data?.[name]
      })
      const refusal = answer.userErrors.find(({ code }) => !expected.includes(code))
      if (refusal) throw new Error(`${name} was refused: ${refusal.code}`)
      return answer
    },
    /** 409: it had arrived, only the answer was lost. */
    put: (uploadUrl: string, bytes: Buffer) =>
      untilAnswered(async () => {
        const body = new Uint8Array(bytes)
        const { status } = await ask(uploadUrl, { method: 'PUT', body })
        if (status === 400 || status === 403 || status === 404)
          throw new Refused(`The upload was refused: ${status}`)
        if (status === 410) return 'EXPIRED'
        return (status === 201 || status === 409) && 'TAKEN'
      }),
  }
}

class Refused extends Error {}

const ask = (url: string, request: RequestInit) =>
  fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) })

async function untilAnswered<T>(question: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = Date.now() + LONGEST_MS
  while (Date.now() < end) {
    const answer = await question().catch((error: unknown) => {
      if (error instanceof Refused) throw error
    })
    if (answer) return answer
    await new Promise((done) => setTimeout(done, PAUSE_MS))
  }
  throw new Error(`No answer for ${LONGEST_MS / 1000} seconds.`)
}

function idOf({ result }: Answer): string {
  return String(result?.['id'])
}
