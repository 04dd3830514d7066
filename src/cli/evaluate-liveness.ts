import type { Command } from 'commander'
import { passiveLiveness } from '../checks/check-liveness'
import {
  LIVENESS_LABELS,
  type LivenessItem,
  type LivenessLabel,
  type LivenessReport,
  summarizeLiveness,
} from '../evaluation/liveness'
import type { RgbImage } from '../vision/geometry'
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
      `columns path,label (${LIVENESS_LABELS.join(', ')}); paths relative to the file`,
    )
    .option('--json', 'print one JSON object with 95 % intervals and the wrong items')
    .action(async ({ manifest, json }: { manifest: string; json?: boolean }) => {
      const report = await evaluate(readManifest(manifest))
      if (json) printJson(report)
      else printReport(report)
    })
}

type LabelledFile = { path: string; file: string; name: string; label: LivenessLabel }

/** @throws CliError naming the line that is not right */
function readManifest(manifest: string): LabelledFile[] {
  return readCsv(manifest, ['path', 'label']).map((row) => {
    const path = row.values['path'] ?? ''
    const file = pathIn(manifest, row, 'path')
    return {
      path,
      file,
      name: `${manifest} line ${row.line}: ${path}`,
      label: labelOf(manifest, row),
    }
  })
}

function labelOf(manifest: string, { line, values }: CsvRow): LivenessLabel {
  const label = LIVENESS_LABELS.find((known) => known === values['label'])
  if (label !== undefined) return label
  throw new CliError(
    `${manifest} line ${line}: label is "${values['label']}"; it must be one of ${LIVENESS_LABELS.join(', ')}.`,
  )
}

async function evaluate(files: LabelledFile[]): Promise<LivenessReport> {
  const engines = wireEngines()
  const bar = progress('Judging', files.length)
  const items: LivenessItem[] = []
  const cpuMs: number[] = []
  try {
    for (const { path, file, name, label } of files) {
      const { cpuMs: spent, ...judged } = await judge(
        engines,
        await readPicture(engines.images, file, name),
      )
      items.push({ path, label, ...judged })
      cpuMs.push(spent)
      bar.step()
    }
  } finally {
    bar.stop()
    await engines.images.close()
  }
  const peakRssMb = process.resourceUsage().maxRSS / 1024
  return summarizeLiveness(items, LIVENESS_THRESHOLD, { cpuMs, peakRssMb })
}

/** The main face's scores; the time is that of finding and judging it, after decoding. */
async function judge(engines: ReturnType<typeof wireEngines>, image: RgbImage) {
  const start = process.cpuUsage()
  const [main] = await engines.faces.find(image)
  if (main === undefined) return { score: null, network: null, cpuMs: cpuMsSince(start) }
  const { network, cues } = await passiveLiveness(engines, image, main, true)
  return { score: fuseLiveness([network], [cues]), network, cpuMs: cpuMsSince(start) }
}

function printReport(report: LivenessReport): void {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  const line = (label: string, share: number, bounds?: { low: number; high: number } | null) =>
    print(
      `${label.padEnd(30)} ${percent(share)} (${percent(bounds?.low ?? 0)} to ${percent(bounds?.high ?? 0)})`,
    )
  print(`pictures                       ${report.items}`)
  print(`pictures without a face        ${report.failuresToAcquire}`)
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
