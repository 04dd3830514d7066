import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { startTestApp, type TestApp } from '../support/app'

let [framed, alone] = [{} as TestApp, {} as TestApp]
beforeAll(async () => {
  alone = await startTestApp([])
  framed = await startTestApp([], { EMBED_ORIGINS: 'https://shop.example https://bank.example' })
})
afterAll(async () => {
  await alone.close()
  await framed.close()
})

const headersOf = async (app: TestApp, path: string) => (await fetch(`${app.url}${path}`)).headers

describe('capture: the page', () => {
  test('runs scripts of its own files and nothing inline, asks nobody else, and stands in no frame', async () => {
    const headers = await headersOf(alone, '/capture/')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self' 'wasm-unsafe-eval';style-src 'self';img-src 'self' blob: data:;font-src 'self';connect-src 'self';object-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    )
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(headers.get('permissions-policy')).toBe('camera=(self), microphone=(), geolocation=()')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  })

  test('stands in frames of the sites that EMBED_ORIGINS names, and no other page does', async () => {
    const headers = await headersOf(framed, '/capture/')
    expect(headers.get('content-security-policy')).toMatch(
      /frame-ancestors https:\/\/shop\.example https:\/\/bank\.example$/,
    )
    expect(headers.get('x-frame-options')).toBeNull()
    const other = await headersOf(framed, '/console/')
    expect(other.get('content-security-policy')).toContain("frame-ancestors 'none'")
  })
})
