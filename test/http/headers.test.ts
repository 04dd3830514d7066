import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app'
import { productionSettings } from '../support/production'

const { environment, remove } = productionSettings()
let app: TestApp
beforeAll(async () => {
  app = await startTestApp([], environment)
})
afterAll(async () => {
  await app.close()
  remove()
})

const PATHS = [
  '/graphql',
  '/healthz',
  '/readyz',
  '/metrics',
  '/auth/me',
  '/audit/export',
  '/.well-known/jwks.json',
  '/nothing/is/here',
  '/.git/HEAD',
  '/package.json',
]

/** As it is answered, whatever the method. */
function answer(method: string, path: string): Promise<{ status: number; text: string }> {
  return new Promise((done, fail) => {
    request(`${app.url}${path}`, { method }, (response) => {
      let text = ''
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, text }))
    })
      .on('error', fail)
      .end()
  })
}

describe('hardening: every answer', () => {
  test.each(PATHS)(
    '%s is no page, is not guessed at, not framed and names no software',
    async (path) => {
      const { headers } = await fetch(`${app.url}${path}`)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none';object-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
      const open = path === '/.well-known/jwks.json' // public keys, for everybody
      expect(headers.get('access-control-allow-origin')).toBe(open ? '*' : null)
      expect(headers.get('x-powered-by')).toBeNull()
      expect(headers.get('content-type')).toMatch(
        /^(application\/(jwk-set\+)?json|text\/plain).*charset=utf-8/,
      )
    },
  )

  test('about a person is kept by no cache', async () => {
    const headers = { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ query: '{ kycSessions { nodes { id } } }' })
    const answers = [
      await fetch(`${app.url}/graphql`, { method: 'POST', headers, body }),
      await fetch(`${app.url}/audit/export`, { headers }),
      await fetch(`${app.url}/auth/me`),
    ]
    expect(answers.map((each) => each.headers.get('cache-control'))).toEqual([
      'no-store',
      'no-store',
      'no-store',
    ])
  })

  test('to TRACE repeats nothing of the request, and no file is served', async () => {
    const { status, text } = await answer('TRACE', '/graphql?secret=told')
    expect([status >= 400, text.includes('told')]).toEqual([true, false])
    for (const path of ['/.git/HEAD', '/package.json', '/src/', '/../etc/passwd'])
      expect((await answer('GET', path)).status).toBe(404)
  })
})
