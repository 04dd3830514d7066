// Are there known faults in what production depends on, whose time is over? SECURITY.md has the times.
//   node scripts/known-faults.mjs                 asks the registry (npm audit)
//   node scripts/known-faults.mjs REPORT TODAY DEFERRED    judges a report of `npm audit --json` as on that day
// Exits with 1 when there is one, and when it cannot be found out.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Days from when we learn of a fault until no release of ours has it. */
const DAYS = { critical: 2, high: 7, moderate: 30, low: 90, info: 90 }
const DAY_MS = 86_400_000

/** Faults that we know and have not mended yet: { advisory: "GHSA-…", found: "2026-11-28", why: "…" }. */
const { deferred } = JSON.parse(
  readFileSync(process.argv[4] ?? 'scripts/known-faults.json', 'utf8'),
)

const [file, today = new Date().toISOString().slice(0, 10)] = process.argv.slice(2)
const report = file ? JSON.parse(readFileSync(file, 'utf8')) : ask()
if (report.auditReportVersion !== 2) {
  console.error(`The registry told nothing of faults: ${report.message ?? 'no report'}`)
  process.exit(1)
}
const found = advisories(report)
const late = found.filter((each) => isLate(each))
for (const { id, severity, packages } of found)
  console.log(
    `${id} (${severity}) in ${packages.join(', ')}: mend by ${endOf(id, severity) ?? '(write it down)'}`,
  )
console.log(`${found.length} known faults, ${late.length} past their time`)
process.exit(late.length > 0 ? 1 : 0)

function ask() {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' })
  return JSON.parse(stdout || '{}')
}

/** Each once, with the packages that have it. A package may be named only for one below it: those are strings in `via`. */
function advisories({ vulnerabilities }) {
  const all = new Map()
  for (const [name, { via }] of Object.entries(vulnerabilities))
    for (const one of via.filter((each) => typeof each === 'object')) {
      const id = one.url.split('/').at(-1)
      const known = all.get(id) ?? { id, severity: one.severity, packages: [] }
      all.set(id, { ...known, packages: [...known.packages, name] })
    }
  return [...all.values()]
}

/** One that nobody wrote down is late: its time begins with that. */
function isLate({ id, severity }) {
  const end = endOf(id, severity)
  return end === null || end < today
}

function endOf(id, severity) {
  const known = deferred.find(({ advisory }) => advisory === id)
  if (!known) return null
  return new Date(Date.parse(known.found) + DAYS[severity] * DAY_MS).toISOString().slice(0, 10)
}
