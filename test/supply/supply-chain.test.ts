import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'

type Locked = {
  version: string
  resolved?: string
  integrity?: string
  link?: boolean
  hasInstallScript?: boolean
  dependencies?: Record<string, string>
}
type Component = { type: string; name: string; version: string; hashes?: { content: string }[] }

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const manifest = read('package.json')
const locked: Record<string, Locked> = read('package-lock.json').packages
const PACKAGES = Object.entries(locked).filter(([place]) => place !== '')
const nameAt = (place: string) => place.split('node_modules/').at(-1) ?? ''

describe('hardening: what is installed', () => {
  test('whoever has an install script is named in allowScripts, and nobody else', () => {
    const scripted = PACKAGES.filter(([, { hasInstallScript }]) => hasInstallScript)
    const names = new Set(scripted.map(([place]) => nameAt(place)))
    expect(Object.keys(manifest.allowScripts).sort()).toEqual([...names].sort())
    for (const allowed of Object.values(manifest.allowScripts))
      expect(typeof allowed).toBe('boolean')
  })

  test.each(['package-lock.json', 'deploy/lint/package-lock.json'])(
    '%s: everything has a SHA-512 and comes from the registry of npm',
    (file) => {
      const packages = Object.entries<Locked>(read(file).packages).filter(([place]) => place)
      expect(packages.length).toBeGreaterThan(0)
      const odd = packages.filter(
        ([, { integrity, resolved, link }]) =>
          link || !integrity?.startsWith('sha512-') || !isFromRegistry(resolved),
      )
      expect(odd.map(([place]) => place)).toEqual([])
      expect(existsSync('.npmrc')).toBe(false) // where no address is given, the registry is whatever such a file says
    },
  )

  test('every version is exact, in the manifest and where it overrides', () => {
    const { dependencies, devDependencies, overrides } = manifest
    const lint = read('deploy/lint/package.json').dependencies
    for (const [name, version] of Object.entries({
      ...dependencies,
      ...devDependencies,
      ...overrides,
      ...lint,
    }))
      expect(`${name} ${version}`).toMatch(/^\S+ \d+\.\d+\.\d+(-[\w.-]+)?$/)
  })
})

describe('hardening: known faults of packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-faults-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  /** As `npm audit --json` reports (version 2): one package with an advisory, and one that is named for it. */
  const reportOf = (severity: string) => ({
    auditReportVersion: 2,
    vulnerabilities: {
      express: { via: ['qs'] },
      qs: { via: [{ url: 'https://github.com/advisories/GHSA-xxxx-yyyy-zzzz', severity }] },
    },
  })

  /** What the script says of a report on a day, where the fault was written down on `found`, if it was. */
  function judged(report: object, today: string, found?: string) {
    const deferred = found ? [{ advisory: 'GHSA-xxxx-yyyy-zzzz', found, why: '' }] : []
    const files = { 'report.json': report, 'deferred.json': { deferred } }
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), JSON.stringify(content))
    const [given, known] = [join(folder, 'report.json'), join(folder, 'deferred.json')]
    const script = ['scripts/known-faults.mjs', given, today, known]
    const { status, stdout } = spawnSync(process.execPath, script, { encoding: 'utf8' })
    return { status, says: stdout.trim().split('\n') }
  }

  test.each([
    ['critical', '2026-12-03', '2026-12-04'],
    ['high', '2026-12-08', '2026-12-09'],
    ['moderate', '2026-12-31', '2027-01-01'],
    ['low', '2027-03-01', '2027-03-02'],
  ])('one that is %s may stay until %s, not until %s', (severity, last, late) => {
    const report = reportOf(severity)
    expect(judged(report, last, '2026-12-01')).toEqual({
      status: 0,
      says: [
        `GHSA-xxxx-yyyy-zzzz (${severity}) in qs: mend by ${last}`,
        '1 known faults, 0 past their time',
      ],
    })
    expect(judged(report, late, '2026-12-01').status).toBe(1)
    expect(readFileSync('SECURITY.md', 'utf8')).toMatch(new RegExp(`\\| ${severity} +\\|`))
  })

  test('one that nobody wrote down fails at once, and so does what cannot be found out', () => {
    expect(judged(reportOf('low'), '2026-12-01').status).toBe(1)
    expect(judged({ message: 'no answer' }, '2026-12-01').status).toBe(1)
    expect(judged({ auditReportVersion: 2, vulnerabilities: {} }, '2026-12-01').status).toBe(0)
  })
})

/** The lock file leaves the address out where it is the registry's. */
function isFromRegistry(address: string | undefined): boolean {
  return address === undefined || address.startsWith('https://registry.npmjs.org/')
}

describe('hardening: the bill of materials', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-sbom-'))
  const file = join(folder, 'sbom.cdx.json')
  execFileSync(process.execPath, ['scripts/sbom.mjs', file])
  const bom = read(file)
  rmSync(folder, { recursive: true })
  const components: Component[] = bom.components

  test('is CycloneDX 1.6 of this project', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
    expect(bom.metadata.component.name).toBe('countersign')
  })

  test('has every package that production depends on, however far down, with its hash', () => {
    const wanted = [...productionPlaces()].map((place) => {
      const { version, integrity = '' } = locked[place] as Locked
      const sha512 = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')
      return `${nameAt(place)} ${version} ${sha512}`
    })
    const told = new Set(components.map((c) => `${c.name} ${c.version} ${c.hashes?.[0]?.content}`))
    expect(wanted.length).toBeGreaterThan(Object.keys(manifest.dependencies).length)
    expect(wanted.filter((each) => !told.has(each))).toEqual([])
    expect(components.map(({ name }) => name)).not.toContain('jest')
  })

  test('has every model, with the hash it is checked against', () => {
    const models = Object.entries<{ sha256: string }>(read('models/manifest.json').models)
    const told = components.filter(({ type }) => type === 'machine-learning-model')
    expect(told.map(({ name, hashes }) => [name, hashes?.[0]?.content])).toEqual(
      models.map(([name, { sha256 }]) => [name, sha256]),
    )
  })
})

/** Where the packages lie that are needed to run, found as Node looks for them. */
function productionPlaces(): Set<string> {
  const found = new Set<string>()
  const follow = (from: string, names: Record<string, string> = {}) => {
    for (const name of Object.keys(names)) {
      const place = placeOf(name, from)
      if (place === null || found.has(place)) continue
      found.add(place)
      follow(place, locked[place]?.dependencies)
    }
  }
  follow('', manifest.dependencies)
  return found
}

function placeOf(name: string, from: string): string | null {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`
  if (locked[place]) return place
  if (from === '') return null
  return placeOf(name, from.split('/node_modules/').slice(0, -1).join('/node_modules/'))
}
