import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { everyRow } from '../support/every-row'
import { productionSettings } from '../support/production'

/**
 * What graphql-cop (github.com/dolevf/graphql-cop) looks for, asked in our own words of a server as it runs in production, by
 * somebody with a key: strangers get no further than UNAUTHENTICATED.
 */
const { environment, remove } = productionSettings()
let app: TestApp
beforeAll(async () => {
  app = await startTestApp([], environment)
})
afterAll(async () => {
  await app.close()
  remove()
})

const ask = (query: string) => apiClient(app.url, app.key).ask(query)

/** A request as it is, with our key. */
async function request(
  place: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
) {
  const headers = { authorization: `Bearer ${app.key}`, ...init.headers }
  const response = await fetch(`${app.url}${place}`, { ...init, headers })
  const text = await response.text()
  return { status: response.status, text }
}

type Told = { data?: unknown; errors?: readonly { extensions?: object }[] | undefined }

/** The first answer over the WebSocket, or the errors that it ended with. */
async function overWebSocket(query: string): Promise<Told> {
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${app.key}` },
    retryAttempts: 0,
  })
  try {
    for await (const { data, errors } of client.iterate({ query }))
      return { ...(data && { data }), errors }
    return {}
  } catch (errors) {
    return { errors: errors as { extensions?: object }[] }
  } finally {
    await client.dispose()
  }
}

const QUERY = '{ kycSessions { nodes { id } } }'
const MUTATION =
  'mutation { applicantCreate(input: { externalId: "by-another-site" }) { result { id } } }'
const executed = (text: string) => text.includes('"data"')

describe('hardening: what graphql-cop looks for is not there in production', () => {
  test('a plain question is answered, so that the refusals below mean something', async () => {
    expect((await ask('{ __typename }')).data).toEqual({ __typename: 'Query' })
    expect((await ask(QUERY)).data).toEqual({ kycSessions: { nodes: [] } })
  })

  test('alias overloading: a hundred names for one field', async () => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}: __typename`)
    const { data, errors } = await ask(`{ ${aliases.join(' ')} }`)
    expect([data, errors?.[0].message]).toEqual([undefined, expect.stringMatching(/Aliases/)])
  })

  test('batch queries: ten questions in one request', async () => {
    const body = JSON.stringify(Array(10).fill({ query: '{ __typename }' }))
    const answer = await request('/graphql', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.status, executed(answer.text)]).toEqual([400, false])
  })

  test('directive overloading: ten that nobody knows give no ten errors, ten known ones are refused', async () => {
    const unknown = await ask(`{ __typename ${'@aa'.repeat(10)} }`)
    expect([unknown.data, unknown.errors?.length]).toEqual([undefined, expect.any(Number)])
    expect(unknown.errors?.length).toBeLessThan(10)
    const known = await ask(`{ __typename ${'@include(if: true) '.repeat(10)} }`)
    expect(known.data).toBeUndefined()
  })

  test('circular introspection: types of fields of types of fields', async () => {
    const circle = `${'fields { type { '.repeat(4)} name ${'} } '.repeat(4)}`
    const { data, errors } = await ask(`{ __schema { types { ${circle} } } }`)
    expect([data, (errors?.length ?? 0) > 0]).toEqual([undefined, true])
  })

  test('circular fragments: a circle is refused before it is followed', async () => {
    const circle = 'query { ...A } fragment A on Query { ...B } fragment B on Query { ...A }'
    const { data, errors } = await ask(circle)
    expect([data, (errors?.length ?? 0) > 0]).toEqual([undefined, true])
  })

  test('field suggestions: no misspelt field, type, argument or value is put right', async () => {
    for (const misspelt of [
      '{ __schema { directive } }',
      '{ kycSesions { nodes { id } } }',
      '{ kycSessions(frst: 1) { nodes { id } } }',
      '{ kycSessions(filter: { status: [APROVED] }) { nodes { id } } }',
      '{ kycSessions(filter: { statu: [APPROVED] }) { nodes { id } } }',
      '{ kycSessions { ... on KycSesionConnection { nodes { id } } } }',
      'mutation($i: ApplicantCreateInpt!) { applicantCreate(input: $i) { result { id } } }',
      '{ kycSessions @inclde(if: true) { nodes { id } } }',
    ]) {
      const { data, errors } = await ask(misspelt)
      expect(data).toBeUndefined()
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i)
    }
  })

  test('field suggestions: nor in the values of variables', async () => {
    const query = 'query($f: KycSessionFilter) { kycSessions(filter: $f) { nodes { id } } }'
    for (const f of [{ status: ['APROVED'] }, { statu: ['APPROVED'] }]) {
      const { errors } = await apiClient(app.url, app.key).ask(query, { f })
      expect(errors?.[0].extensions.code).toBe('BAD_USER_INPUT')
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i)
    }
  })

  test('the WebSocket tells no more than HTTP, and takes subscriptions only', async () => {
    for (const query of [
      'subscription { kycSesionUpdated(id: "x") { id } }',
      'subscription { kycSessionUpdated(id: "x") { staus } }',
      'subscription { __schema { types { name } } }',
      MUTATION,
      QUERY,
    ]) {
      const { data, errors } = await overWebSocket(query)
      expect([data, (errors?.length ?? 0) > 0]).toEqual([undefined, true])
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i)
    }
    expect(await everyRow(app.config.DATABASE_URL)).not.toContain('by-another-site')
  })

  test('the WebSocket keeps to itself what went wrong on our side', async () => {
    const { deps } = app
    const { get } = deps.sessions
    deps.sessions.get = () => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.7:5432'))
    const { errors } = await overWebSocket('subscription { kycSessionUpdated(id: "x") { id } }')
    deps.sessions.get = get
    expect(errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' })
    expect(JSON.stringify(errors)).not.toContain('10.0.0.7')
  })

  test('field duplication: five hundred times one field', async () => {
    const { data, errors } = await ask(`{ ${'__typename \n'.repeat(500)} }`)
    expect([data, (errors?.length ?? 0) > 0]).toEqual([undefined, true])
  })

  test('GET: no query and no mutation is executed from an address', async () => {
    for (const query of ['{ __typename }', QUERY, MUTATION, 'mutation { __typename }']) {
      const { status, text } = await request(`/graphql?${new URLSearchParams({ query })}`)
      expect([status, executed(text)]).toEqual([expect.any(Number), false])
      expect(status).toBeGreaterThanOrEqual(400)
    }
    expect(await everyRow(app.config.DATABASE_URL)).not.toContain('by-another-site')
  })

  test.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'POST as %s, which a form of another site can send, executes nothing',
    async (type) => {
      for (const query of ['{ __typename }', MUTATION]) {
        const body = type.startsWith('multipart')
          ? `--x\r\ncontent-disposition: form-data; name="query"\r\n\r\n${query}\r\n--x--\r\n`
          : new URLSearchParams({ query }).toString()
        for (const place of ['/graphql', `/graphql?${new URLSearchParams({ query })}`]) {
          const headers = { 'content-type': type }
          const { status, text } = await request(place, { method: 'POST', body, headers })
          expect([status, executed(text)]).toEqual([400, false])
        }
      }
      expect(await everyRow(app.config.DATABASE_URL)).not.toContain('by-another-site')
    },
  )

  test('tracing: an answer has nothing but data and errors', async () => {
    const { text } = await request('/graphql', {
      method: 'POST',
      body: JSON.stringify({ query: '{ __typename }' }),
      headers: { 'content-type': 'application/json', 'apollo-federation-include-trace': 'ftv1' },
    })
    expect(JSON.parse(text)).toEqual({ data: { __typename: 'Query' } })
  })

  test('an IDE: no page of one, whatever the path', async () => {
    for (const place of ['/graphql', '/graphiql', '/playground', '/console', '/'])
      for (const accept of ['text/html', '*/*']) {
        const { text } = await request(place, { headers: { accept } })
        expect(text).not.toMatch(/graphiql|playground|apollo sandbox/i)
        if (place !== '/console') expect(text).not.toMatch(/<html/i) // the reviewer's page
      }
  })

  test('introspection: the schema and its types are not told', async () => {
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }']) {
      const { data, errors } = await ask(query)
      expect([data, (errors?.length ?? 0) > 0]).toEqual([undefined, true])
    }
  })

  test('unhandled errors: what cannot be read is answered without an exception or a stack', async () => {
    const { data, errors } = await ask('qwerty cop { abc }')
    expect(data).toBeUndefined()
    expect(Object.keys(errors?.[0].extensions)).toEqual(['code'])
    expect(JSON.stringify(errors)).not.toMatch(/exception|stacktrace|node_modules|\.js:/i)
  })
})
