import { Command, Option } from 'commander'
import { papers } from './documents'
import { type StormResult, type StormSettings, storm } from './storm'

type Options = {
  seeds: string
  firstSeed: string
  kills: string
  sessions?: string
  backend: 'redis' | 'postgres' | 'both'
  refuse: string
  freeze: string
  heal: string
  ablation: boolean
  storms: boolean
}

async function main(): Promise<void> {
  const program = new Command('faults')
    .description(
      'Kills, freezes and starves Countersign, and checks that nothing is lost or done twice.',
    )
    .option('--seeds <number>', 'storms per backend', '1')
    .option('--first-seed <number>', 'the first seed', '1')
    .option('--kills <number>', 'kill -9 per storm', '40')
    .option(
      '--sessions <number>',
      'sessions per storm (default: a quarter of the kills, 6 at least)',
    )
    .addOption(
      new Option('--backend <name>', 'where the queue is')
        .choices(['redis', 'postgres', 'both'])
        .default('both'),
    )
    .option('--refuse <seconds>', 'how long the database is refused', '30')
    .option('--freeze <seconds>', 'how long a process is stopped', '40')
    .option('--heal <seconds>', 'the time to heal', '180')
    .option('--no-ablation', 'leave out the storm without a sweeper, which must lose sessions')
    .option('--no-storms', 'only the storm without a sweeper')
  program.parse()
  await runAll(program.opts<Options>())
}

async function runAll(options: Options): Promise<void> {
  const kills = Number(options.kills)
  const common = {
    papers: await papers(),
    kills,
    sessions: Number(options.sessions ?? Math.max(6, Math.round(kills / 4))),
    refuseMs: Number(options.refuse) * 1000,
    freezeMs: Number(options.freeze) * 1000,
    healMs: Number(options.heal) * 1000,
    sweeper: true,
  }
  const backends = options.backend === 'both' ? (['postgres', 'redis'] as const) : [options.backend]
  let failed = 0
  for (const backend of options.storms ? backends : [])
    for (let at = 0; at < Number(options.seeds); at++) {
      const seed = Number(options.firstSeed) + at
      const { violations } = await run({ ...common, backend, seed })
      if (violations.length > 0) failed += 1
    }
  if (options.ablation) failed += await ablation({ ...common, kills: 8, sessions: 6 }, backends[0])
  process.stdout.write(failed === 0 ? 'faults: all held\n' : `faults: ${failed} FAILED\n`)
  process.exit(failed === 0 ? 0 : 1)
}

type Common = Omit<StormSettings, 'backend' | 'seed' | 'say'>

/** The test of the test: with nobody to look for stuck sessions, a lost queue must cost some. */
async function ablation(common: Common, backend: 'redis' | 'postgres' = 'postgres') {
  const settings = { ...common, backend, seed: 1, sweeper: false, healMs: 20_000, refuseMs: 1000 }
  const { violations } = await run(settings)
  const noticed = violations.some(({ invariant }) => invariant === 'no session is lost on its way')
  process.stdout.write(
    noticed
      ? 'without the sweeper sessions are lost, and this test says so\n'
      : 'FAILED: without the sweeper no session was lost; the storm proves nothing\n',
  )
  return noticed ? 0 : 1
}

async function run(settings: Omit<StormSettings, 'say'>): Promise<StormResult> {
  const { seed, backend, sweeper } = settings
  const name = `${backend} seed ${seed}${sweeper ? '' : ' without sweeper'}`
  const start = Date.now()
  const say = (text: string) =>
    process.stderr.write(`${name} ${Math.round((Date.now() - start) / 1000)} s: ${text}\n`)
  const result = await storm({ ...settings, say })
  process.stdout.write(`${JSON.stringify({ name, ...result })}\n`)
  return result
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`)
  process.exit(1)
})
