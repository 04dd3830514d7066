import { createHash } from 'node:crypto'
import { Pool } from 'undici'
import type { Picture } from './pictures'

export type Reply = { status: number; data: Record<string, Payload> | null; codes: string[] }
type Payload = {
  id?: string
  status?: string
  result?: Found | null
  userErrors?: { code: string }[]
}
type Found = { id?: string; uploadUrl?: string; status?: string; capture?: { id: string } }

const CREATE = `mutation($applicantId: ID!) { kycSessionCreate(input: { applicantId: $applicantId }) {
  result { id status } userErrors { code } } }`
const QUERY = 'query($id: ID!) { kycSession(id: $id) { id status captures { id kind status } } }'
const SUBMIT = `mutation($id: ID!) { kycSessionSubmit(input: { sessionId: $id }) {
  result { id status } userErrors { code } } }`
const APPLICANT = 'mutation { applicantCreate(input: {}) { result { id } userErrors { code } } }'
const ANNOUNCE = `mutation($sessionId: ID!, $kind: CaptureKind!) {
  captureUploadCreate(input: { sessionId: $sessionId, kind: $kind }) {
    result { uploadUrl capture { id } } userErrors { code } } }`
const COMPLETE = `mutation($captureId: ID!, $sha256: SHA256!) {
  captureComplete(input: { captureId: $captureId, sha256: $sha256 }) {
    result { id status } userErrors { code } } }`

/** The public API over connections that stay open, as a customer's server keeps them. */
export function createClient(url: string, key: string, connections: number) {
  const pool = new Pool(url, { connections })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }

  async function ask(query: string, variables: object): Promise<Reply> {
    const body = JSON.stringify({ query, variables })
    const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body })
    const { data, errors } = (await answer.body.json()) as {
      data?: Record<string, Payload>
      errors?: { extensions: { code: string } }[]
    }
    const refused = Object.values(data ?? {}).flatMap((payload) => payload?.userErrors ?? [])
    const codes = [...(errors ?? []).map(({ extensions }) => extensions.code)]
    return {
      status: answer.statusCode,
      data: data ?? null,
      codes: [...codes, ...refused.map(({ code }) => code)],
    }
  }

  async function newApplicant(): Promise<string> {
    return resultOf(await ask(APPLICANT, {}), 'applicantCreate').id ?? ''
  }

  return {
    newApplicant,
    create: (applicantId: string) => ask(CREATE, { applicantId }),
    query: (id: string) => ask(QUERY, { id }),
    submit: (id: string) => ask(SUBMIT, { id }),
    async newSession(): Promise<string> {
      const created = await ask(CREATE, { applicantId: await newApplicant() })
      return resultOf(created, 'kycSessionCreate').id ?? ''
    },
    /** Announces, sends and completes one picture. */
    async upload(sessionId: string, { kind, bytes }: Picture): Promise<void> {
      const announced = resultOf(await ask(ANNOUNCE, { sessionId, kind }), 'captureUploadCreate')
      const { pathname, search } = new URL(announced.uploadUrl ?? '')
      const put = await pool.request({ path: pathname + search, method: 'PUT', body: bytes })
      await put.body.dump()
      if (put.statusCode !== 201) throw new Error(`An upload was answered ${put.statusCode}.`)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const captureId = announced.capture?.id
      resultOf(await ask(COMPLETE, { captureId, sha256 }), 'captureComplete')
    },
    close: () => pool.close(),
  }
}

export type Client = ReturnType<typeof createClient>

function resultOf({ data, codes }: Reply, name: string): Found {
  const result = data?.[name]?.result
  if (!result) throw new Error(`${name} was refused: ${codes.join(', ')}`)
  return result
}
