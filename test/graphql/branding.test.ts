import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { applicantOf } from '../support/capture-links'
import { newMember } from '../support/members'

let app: TestApp
let tenantId: string
beforeAll(async () => {
  app = await startTestApp([])
  tenantId = (await app.deps.organizations.list())[0]?.id ?? ''
})
afterAll(() => app.close())

const logoOf = async (format: 'png' | 'webp' | 'jpeg' | 'gif') => {
  const made = sharp({ create: { width: 8, height: 8, channels: 4, background: 'teal' } })
  const bytes = await made.toFormat(format).toBuffer()
  return `data:image/${format};base64,${bytes.toString('base64')}`
}

describe('branding', () => {
  test('is set by the organisation, shown to its applicants, and in the log by its hash alone', async () => {
    const admin = apiClient(app.url, await newMember(app, tenantId, ['ADMIN']))
    const brandLogo = await logoOf('png')
    const set = await admin.mutate('organizationUpdate', { brandColour: '#0a7f5A', brandLogo })
    expect(set.userErrors).toEqual([])
    const sessionId = await apiClient(app.url, app.key).newSession()
    const applicant = apiClient(app.url, await applicantOf(app, sessionId))
    const { branding } = await applicant.session(sessionId, 'branding { name colour logo }')
    expect(branding).toEqual({ name: 'Test organisation', colour: '#0a7f5A', logo: brandLogo })
    const log = JSON.stringify(await app.deps.audit.rows(tenantId, 0, 100))
    expect(log).toContain('#0a7f5A')
    expect(log).not.toContain(brandLogo)
    await admin.mutate('organizationUpdate', { brandColour: null, brandLogo: null })
    const after = await applicant.session(sessionId, 'branding { colour logo }')
    expect(after.branding).toEqual({ colour: null, logo: null })
  })

  test.each([
    ['a colour by name', { brandColour: 'red' }],
    ['a colour with more behind it', { brandColour: '#ffffff;}' }],
    ['a logo elsewhere', { brandLogo: 'https://cdn.example/logo.png' }],
    ['an SVG', { brandLogo: 'data:image/svg+xml;base64,PHN2Zy8+' }],
    ['a GIF that says it is a PNG', { brandLogo: 'data:image/png;base64,R0lGODlh' }],
    ['a logo of 40 kB', { brandLogo: `data:image/png;base64,iVBORw0KGgo${'A'.repeat(40_000)}` }],
  ])('refuses %s', async (_, input) => {
    const admin = apiClient(app.url, await newMember(app, tenantId, ['ADMIN']))
    await expect(admin.mutate('organizationUpdate', input)).rejects.toThrow('BAD_USER_INPUT')
  })
})
