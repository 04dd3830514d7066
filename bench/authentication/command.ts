import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { KEY_SCOPES } from '../../src/access/actions'
import { print, printJson, progress } from '../../src/cli/print'
import { apiKeyStore } from '../../src/storage/api-keys'
import { scoped } from '../../src/storage/database'
import { organizationStore } from '../../src/storage/organizations'
import { jpegs } from '../../test/support/challenge-client'
import { type Enrolled, faceClient, wellDone } from '../../test/support/face-authentication'
import { person } from '../../test/support/live-burst'
import { passportOf } from '../../test/support/passport'
import { type Installation, NO_LIMITS, startInstallation } from '../api/installation'
import { processorMsOf } from '../api/process-cost'
import { machine } from '../api/report'
import { type Servers, startServers } from '../api/servers'
import { wholeNumber } from '../whole-number'
import { type AttackReport, attack, type Taken } from './attacks'
import { actor, filmGestures } from './films'
import { authenticateOnce, type Run, type Target } from './measure'
import { measureParts, type Parts } from './parts'

type Options = { count: string; attacks: string; pace: string; databaseUrl?: string; json?: true }

type Spread = { p50: number; p95: number }
type Report = {
  machine: string
  authorized: string
  refusedFor: string[]
  framesOfLastStep: number
  afterLastFrame: Record<
    'announced' | 'uploaded' | 'decoded' | 'submitted' | 'decided' | 'processor',
    Spread
  >
  /** From the submission's being sent to the decision. */
  afterSubmission: Spread
  parts: Parts
  attacks: AttackReport
}

/** `bench authentication`: how long a customer waits after the last frame, and what passes that must not. */
export function register(program: Command): void {
  program
    .command('authentication')
    .description(
      'Enrols a re-rendered person, has them confirm payments by face over the API, and measures the time from the last frame to ' +
        'the decision; then replays and changes what was sent. Ends with 1 when anything of that is accepted.',
    )
    .option('--count <number>', 'how many authentications', '20')
    .option('--attacks <number>', 'how many replays and changes', '1000')
    .option('--pace <ms>', 'how long each step is filmed', '2500')
    .option('--database-url <url>', 'a PostgreSQL server where databases may be made')
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const report = await run(options)
      if (options.json) printJson(report)
      else printReport(report)
      if (Object.values(report.attacks).some(({ accepted }) => accepted > 0)) process.exitCode = 1
    })
}

async function run({ count, attacks, pace, databaseUrl }: Options): Promise<Report> {
  const about = machine()
  const [runs, tries] = [wholeNumber('--count', count, 1), wholeNumber('--attacks', attacks, 1)]
  const paceMs = wholeNumber('--pace', pace, 1000)
  const servers = await startServers({ databaseUrl })
  const installation = await startInstallation(servers, 'postgres', NO_LIMITS)
  try {
    await installation.start('housekeeping')
    await installation.start('verify')
    const target = await targetOf(installation)
    const doll = await person('anna')
    const enrolled = await enrol(target, doll)
    const films = await filmGestures(doll)
    const wanted = {
      target,
      enrolled,
      act: actor(films),
      paceMs,
      spent: spentBy(installation, servers),
    }
    const bar = progress('Authenticating', runs)
    const done: Run[] = []
    const taken: Taken[] = []
    for (let at = 0; at < runs; at += 1) {
      const { asked, input, run } = await authenticateOnce(wanted)
      done.push(run)
      const { authorization } = await faceClient(target, () => undefined).look(asked.id)
      if (authorization) taken.push({ action: asked.action, authorization, input })
      bar.step()
    }
    bar.stop()
    const found = await attack(wanted, taken, tries)
    await installation.stop('verify')
    const parts = await measureParts(films.get('BLINK')?.[0] ?? [])
    return { machine: about, ...summaryOf(done), parts, attacks: found }
  } finally {
    await installation.close()
    await servers.close()
  }
}

/** Milliseconds of processor time of the product's processes and of PostgreSQL. */
function spentBy({ processes }: Installation, { postgresPid }: Servers): () => number {
  const pids = [...processes.values()].map(({ pid }) => pid ?? 0)
  const all = postgresPid === null ? pids : [...pids, postgresPid]
  return () => all.reduce((sum, pid) => sum + processorMsOf(pid), 0)
}

async function targetOf({ db, url }: Installation): Promise<Target> {
  const [organization] = await organizationStore(scoped(db)).list()
  const all = { scopes: KEY_SCOPES, allowedAddresses: [], createdBy: 'bench', expiresAt: null }
  const wanted = { tenantId: organization?.id ?? '', mode: 'TEST', label: 'bench', ...all } as const
  const { secret: key } = await apiKeyStore(scoped(db)).create(wanted, new Date())
  const statusOf = async (id: string) =>
    (await db.kycSession.findUniqueOrThrow({ where: { id }, select: { status: true } })).status
  return { url, key, statusOf }
}

async function enrol(target: Target, doll: Awaited<ReturnType<typeof person>>): Promise<Enrolled> {
  const faces = faceClient(target, () => undefined)
  await faces.api.mutate('faceAuthenticationSettingsUpdate', { enabled: true }, 'enabled')
  let seed = 7000
  const enrolled = await faces.approved(await passportOf(doll, 'phone'), async (step) => {
    const film = await jpegs(await wellDone(doll, step, () => seed++))
    await sleep(film.at(-1)?.atMs ?? 0) // the server's clock counts
    return film
  })
  const { state } = await faces.enrol(enrolled.sessionId)
  if (state !== 'ACTIVE') throw new Error(`The enrolment is ${state}.`)
  return enrolled
}

function summaryOf(runs: Run[]) {
  const spread = (name: keyof Report['afterLastFrame'] | 'answered'): Spread => {
    const values = runs.map((run) => run[name]).sort((a, b) => a - b)
    const at = (share: number) =>
      values[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)] ?? 0
    return { p50: at(0.5), p95: at(0.95) }
  }
  const approved = runs.filter(({ status }) => status === 'APPROVED').length
  return {
    authorized: `${approved} of ${runs.length}`,
    refusedFor: [...new Set(runs.flatMap(({ reasons }) => reasons))],
    framesOfLastStep: runs[0]?.frames ?? 0,
    afterLastFrame: {
      announced: spread('announced'),
      uploaded: spread('uploaded'),
      decoded: spread('decoded'),
      submitted: spread('submitted'),
      decided: spread('decided'),
      processor: spread('processor'),
    },
    afterSubmission: spread('answered'),
  }
}

function printReport({
  machine: on,
  authorized,
  refusedFor,
  framesOfLastStep,
  afterLastFrame,
  afterSubmission,
  parts,
  attacks,
}: Report) {
  print(on)
  print(
    `authorised ${authorized} (${refusedFor.join(', ') || 'none refused'}); ${framesOfLastStep} frames in the last step`,
  )
  print('milliseconds after the last frame     p50    p95')
  const line = (name: string, { p50, p95 }: Spread) =>
    print(`${name.padEnd(34)}${p50.toFixed(0).padStart(7)}${p95.toFixed(0).padStart(7)}`)
  for (const [name, times] of Object.entries(afterLastFrame)) line(`  ${name}`, times)
  line('from submission to decision', afterSubmission)
  print('alone in a process, milliseconds (median)')
  for (const [name, ms] of Object.entries(parts))
    print(`  ${name.padEnd(32)}${ms.toFixed(1).padStart(7)}`)
  print('attacks')
  for (const [name, { tried, accepted, codes }] of Object.entries(attacks))
    print(`  ${name.padEnd(44)}${accepted} of ${tried} accepted  ${codes.join(', ')}`)
}
