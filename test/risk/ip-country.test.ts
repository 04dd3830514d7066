import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { examineIpCountries } from '../../src/cli/examine-ip-countries'
import { createIpCountries } from '../../src/net/ip-countries'
import { eraseApplicant } from '../../src/privacy/erase-applicant'
import { serveApi } from '../../src/serve-api'
import { apiClient } from '../support/api'
import { startTestApp, type TestApp } from '../support/app'
import { everyRow } from '../support/every-row'
import { countryDatabase } from '../support/mmdb'
import { assessedSession, riskOf, turnOn } from '../support/risk'

const folder = mkdtempSync(join(tmpdir(), 'countersign-countries-'))
const file = join(folder, 'countries.mmdb')
const builtAt = new Date('2026-11-01T00:00:00Z')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function written(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

const DATABASE = countryDatabase(
  { '203.0.113.0/24': 'DE', '198.51.100.0/25': 'FR', '2001:db8::/32': 'XK' },
  { builtAt },
)
writeFileSync(file, DATABASE)

describe('risk: the country of an address', () => {
  test('is told by the operator’s file, for IPv4 and IPv6, and is not known outside of it', () => {
    const { countryOf } = createIpCountries(file)
    for (const [address, country] of [
      ['203.0.113.7', 'DE'],
      ['::ffff:203.0.113.7', 'DE'],
      ['198.51.100.127', 'FR'],
      ['198.51.100.128', null],
      ['2001:db8:7::1', 'XK'],
      ['2001:db9::1', null],
      ['192.0.2.1', null],
      ['no address', null],
    ] as const)
      expect([address, countryOf(address)]).toEqual([address, country])
    expect(createIpCountries(undefined).countryOf('203.0.113.7')).toBeNull()
  })

  test('doctor names the file’s kind and the day it was built, and why one cannot be read', async () => {
    const said = async (name: string | undefined) =>
      examineIpCountries({ IP_COUNTRY: name } as Parameters<typeof examineIpCountries>[0])
    expect((await said(file)).says).toBe('Test-Country, built on 2026-11-01')
    expect((await said(undefined)).says).toContain('no address is looked up')
    await expect(said(written('cut.mmdb', DATABASE.subarray(0, 400)))).rejects.toThrow('cut.mmdb')
    await expect(said(join(folder, 'missing.mmdb'))).rejects.toThrow('missing.mmdb')
    const networks = countryDatabase({ '203.0.113.0/24': 'DE' }, { type: 'Test-ASN' })
    await expect(said(written('asn.mmdb', networks))).rejects.toThrow('no countries')
  })
})

describe('risk: a country that is not the document’s', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await startTestApp([], { RATE_LIMIT_PER_SEC: '10000', IP_COUNTRY: file })
  })
  afterAll(() => app.close())
  beforeEach(() => turnOn(app, ['PLACES']))

  const shown = async (ipAddress: string, states: Parameters<typeof assessedSession>[2] = {}) => {
    const made = await assessedSession(app, app.key, { ipAddress, ...states })
    const { signals } = await riskOf(app, made.sessionId)
    const { value, evidence, contribution } = signals.find(
      ({ name }: { name: string }) => name === 'IP_COUNTRY_DIFFERS',
    )
    return { ...made, signal: { value, evidence }, contribution }
  }

  test('is a weak signal that names both; with the document’s state or the holder’s it is none', async () => {
    const abroad = await shown('203.0.113.7', { issuingState: 'FRA', nationality: 'ITA' })
    expect(abroad.signal).toEqual({
      value: 1,
      evidence: ['IP:DE', 'DOCUMENT:FR', 'DOCUMENT:IT'],
    })
    expect(abroad.contribution).toBeGreaterThan(0)
    expect(abroad.check.score).toBeGreaterThan(0.9)
    expect(abroad.check.reasons[0]?.evidence.measured).toContain(
      ': IP:DE, DOCUMENT:FR, DOCUMENT:IT',
    )
    for (const states of [
      { issuingState: 'D', nationality: 'D' },
      { issuingState: 'FRA', nationality: 'D' },
      { issuingState: 'D', nationality: 'FRA' },
    ])
      expect((await shown('203.0.113.7', states)).signal).toEqual({ value: 0, evidence: [] })
  })

  test('is not known without an address in the file, and for the papers of no country', async () => {
    const unknown = { value: null, evidence: [] }
    expect((await shown('192.0.2.1', { issuingState: 'FRA' })).signal).toEqual(unknown)
    expect((await shown('203.0.113.7', { issuingState: 'UTO' })).signal).toEqual(unknown)
    expect(
      (await shown('203.0.113.7', { issuingState: 'UNO', nationality: 'XXA' })).signal,
    ).toEqual(unknown)
  })

  test('of the address the country alone is kept, encrypted; it is exported, and gone with the group or the applicant', async () => {
    const { deps, tenantId, url, key } = app
    const kept = await shown('203.0.113.7', { issuingState: 'FRA' })
    const ref = { tenantId, sessionId: kept.sessionId }
    expect(await deps.riskDetails.ofSession(ref)).toEqual({
      PLACES: { ipAddress: '203.0.113.7', ipCountry: 'DE' },
    })
    expect(await everyRow(app.config.DATABASE_URL)).not.toMatch(/IP:DE|"ipCountry/)
    const headers = { authorization: `Bearer ${key}` }
    const answer = await fetch(`${url}/applicants/${kept.applicantId}/export`, { headers })
    expect(await answer.text()).toContain('"ipCountry":"DE"')
    const other = await shown('203.0.113.7', { issuingState: 'FRA' })
    await eraseApplicant(deps, { tenantId, applicantId: kept.applicantId }, 'test')
    expect(await deps.riskDetails.ofSession(ref)).toEqual({})
    await turnOn(app, ['CONDUCT'])
    expect(await deps.riskDetails.ofSession({ tenantId, sessionId: other.sessionId })).toEqual({})
    const { signals } = await riskOf(app, other.sessionId)
    expect(JSON.stringify(signals)).not.toContain('IP_COUNTRY')
    const rows = (await everyRow(app.config.DATABASE_URL)).split('\n')
    const about = rows.filter((row) => row.includes(other.sessionId))
    expect(about.filter((row) => row.includes('IP_COUNTRY_DIFFERS'))).toEqual([])
  })
})

describe('risk: a file of countries that cannot be read', () => {
  test('is said at the start, and stops nothing: no country is known', async () => {
    const broken = written('broken.mmdb', Buffer.from('no database'))
    const app = await startTestApp([], { IP_COUNTRY: broken })
    const said: string[] = []
    app.deps.log.error = (_: object, text: string) => void said.push(text)
    const again = await serveApi(app.deps, { ...app.config, PORT: 0 })
    await again.close()
    expect(said).toEqual([expect.stringContaining('countersign doctor')])
    await turnOn(app, ['PLACES'])
    const sessionId = await apiClient(app.url, app.key).newSession()
    const given = { sessionId, ipAddress: '203.0.113.7' }
    const { userErrors } = await apiClient(app.url, app.key).mutate('riskDetailsRecord', given)
    expect(userErrors).toEqual([])
    expect(said).toHaveLength(2)
    const ref = { tenantId: app.tenantId, sessionId }
    expect(await app.deps.riskDetails.ofSession(ref)).toEqual({
      PLACES: { ipAddress: '203.0.113.7' },
    })
    await app.close()
  })
})
