import type { Command } from 'commander'
import { type PassiveLiveness, passiveLiveness } from '../checks/check-liveness'
import {
  LIVENESS_LABELS,
  type LivenessItem,
  type LivenessLabel,
  type LivenessReport,
  summarizeLiveness,
} from '../evaluation/liveness'
import { fuseLiveness } from '../vision/recapture-cues'
import { wireEngines } from '../wire'
import { CliError } from './cli-error'
import { evaluateCommand } from './evaluate-command'
import { cpuMsSince, LIVENESS_THRESHOLD, readPicture } from './face-files'
import { print, printJson, progress } from './print'
import { type CsvRow, pathIn, readCsv } from './read-csv'

/** `countersign evaluate liveness`: how often attacks pass for live, by kind, and how often the living are refused. */
export function register(program: Command): void {
  evaluateCommand(program)
    .command('liveness')
    .description('Measures passive liveness on pictures of living faces and of attacks.')
    .requiredOption(
      '--manifest <csv>',
      `columns path,label (${LIVENESS_LABELS.join(', ')}), optionally burst: pictures of one burst are judged together, in their order; paths relative to the file`,
    )
    .option('--json', 'print one JSON object with 95 % intervals and the wrong items')
    .action(async ({ manifest, json }: { manifest: string; json?: boolean }) => {
      const report = await evaluate(readManifest(manifest))
      if (json) printJson(report)
      else printReport(report)
    })
}

type BurstReport = LivenessReport & { pictures: number }

/** What is judged as one: a picture, or all of a burst, in their order. */
type Presentation = { path: string; label: LivenessLabel; files: { file: string; name: string }[] }

/** @throws CliError naming the line that is not right */
function readManifest(manifest: string): Presentation[] {
  const presentations = new Map<string, Presentation>()
  for (const row of readCsv(manifest, ['path', 'label'], ['burst'])) {
    const { path = '', burst } = row.values
    const file = {
      file: pathIn(manifest, row, 'path'),
      name: `${manifest} line ${row.line}: ${path}`,
    }
    const label = labelOf(manifest, row)
    const key = burst ? `burst ${burst}` : `line ${row.line}`
    const known = presentations.get(key)
    if (known && known.label !== label)
      throw new CliError(
        `${manifest} line ${row.line}: burst ${burst} is ${known.label} above and ${label} here.`,
      )
    if (known) known.files.push(file)
    else presentations.set(key, { path: burst || path, label, files: [file] })
  }
  return [...presentations.values()]
}

function labelOf(manifest: string, { line, values }: CsvRow): LivenessLabel {
  const label = LIVENESS_LABELS.find((known) => known === values['label'])
  if (label !== undefined) return label
  throw new CliError(
    `${manifest} line ${line}: label is "${values['label']}"; it must be one of ${LIVENESS_LABELS.join(', ')}.`,
  )
}

async function evaluate(presentations: Presentation[]): Promise<BurstReport> {
  const engines = wireEngines()
  const bar = progress('Judging', presentations.length)
  const items: LivenessItem[] = []
  const cpuMs: number[] = []
  try {
    for (const { path, label, files } of presentations) {
      const { cpuMs: spent, ...judged } = await judge(engines, files)
      items.push({ path, label, ...judged })
      cpuMs.push(spent)
      bar.step()
    }
  } finally {
    bar.stop()
    await engines.images.close()
  }
  const pictures = presentations.flatMap(({ files }) => files).length
  const peakRssMb = process.resourceUsage().maxRSS / 1024
  return { pictures, ...summarizeLiveness(items, LIVENESS_THRESHOLD, { cpuMs, peakRssMb }) }
}

/** The main faces' scores, fused as a check fuses them; the time is that of finding and judging, after decoding. */
async function judge(engines: ReturnType<typeof wireEngines>, files: Presentation['files']) {
  const seen: PassiveLiveness[] = []
  let cpuMs = 0
  for (const { file, name } of files) {
    const image = await readPicture(engines.images, file, name)
    const start = process.cpuUsage()
    const [main] = await engines.faces.find(image)
    if (main) seen.push(await passiveLiveness(engines, image, main, seen.length === 0))
    cpuMs += cpuMsSince(start)
  }
  const networks = seen.map(({ network }) => network)
  const score = fuseLiveness(
    networks,
    seen.map(({ cues }) => cues),
  )
  return { score, network: fuseLiveness(networks, []), cpuMs }
}

function printReport(report: BurstReport): void {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const line = (label: string, share: number, bounds?: { low: number; high: number } | null) =>
    print(
      `${label.padEnd(30)} ${percent(share)} (${percent(bounds?.low ?? 0)} to ${percent(bounds?.high ?? 0)})`,
    )
  print(`pictures                       ${report.pictures}`)
  print(`judged, each or as bursts      ${report.items}`)
  print(`without a face                 ${report.failuresToAcquire}`)
  for (const [label, share] of Object.entries(report.apcer))
    line(`${label} taken for live`, share, report.intervals.apcer[label])
  if (report.bpcer !== null) line('living refused', report.bpcer, report.intervals.bpcer)
  for (const [label, share] of Object.entries(report.networkAlone.apcer))
    print(`${label.padEnd(18)} network alone ${percent(share)}`)
  if (report.networkAlone.bpcer !== null)
    print(`living refused     network alone ${percent(report.networkAlone.bpcer)}`)
  print(`threshold (probability)        ${report.threshold}`)
  print(`processor time, median         ${report.cpuMsMedian.toFixed(1)} ms`)
  print(`peak memory                    ${report.peakRssMb.toFixed(0)} MB`)
  for (const { path, label, score } of report.wrong)
    print(`wrong ${label.padEnd(7)} ${score === null ? 'no face' : score.toFixed(3)} ${path}`)
}
