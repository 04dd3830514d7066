import { LIMITS } from './accuracy-limits'
import type { FacesReport } from './faces'
import { wilson } from './interval'
import type { LivenessReport } from './liveness'
import { percent, rateText, table } from './markdown'
import type { MrzReport } from './mrz'

/** A model as the card lists it. */
export type CardModel = {
  name: string
  file: string
  sha256: string
  licence: string
  source: string
  provenance: string
}

/** How the shipped verification back end was fitted, and its figures on people that it did not see. */
export type CardFit = {
  images: number
  people: number
  crossValidation?:
    | {
        parts: number
        genuine: number
        impostor: number
        equalErrorRate: number
        trueAcceptsAt1e3: number
        trueAcceptsAt1e4: number
        falseMatchRate: number
        falseNonMatchRate: number
      }
    | undefined
}

/** A trial of faces; `seen`: the pictures are those that the back end was fitted on. */
export type CardFaces = {
  report: Omit<FacesReport, 'wrong' | 'cpuMsMedian' | 'peakRssMb'>
  seen: boolean
}

export type Card = {
  date: string
  codeVersion: string
  policyVersion: string
  models: CardModel[]
  fit: CardFit | null
  pairs: CardFaces | null
  identities: CardFaces | null
  liveness: Pick<LivenessReport, 'items' | 'apcer' | 'bpcer' | 'intervals'> | null
  mrz: Pick<MrzReport, 'documents' | 'lines' | 'intervals'> | null
}

/** The accuracy card as Markdown: what was measured, with which files, and what is not known. */
export function accuracyCard(card: Card): string {
  const sections = [
    head(card),
    modelSection(card.models),
    fitSection(card.fit),
    facesSection('Face match, labelled pairs', 'pairs.csv', card.pairs),
    facesSection('Face match, all against all', 'identities.csv', card.identities),
    livenessSection(card.liveness),
    mrzSection(card.mrz),
    ['## Known limits', LIMITS.map((limit) => `- ${limit}`).join('\n')],
  ]
  return `${sections.flat().join('\n\n')}\n`
}

function head({ date, codeVersion, policyVersion }: Card): string[] {
  return [
    '# Accuracy card',
    `Written by \`npm run card\`, ${date}. Countersign ${codeVersion}, policy \`${policyVersion}\`. Do not edit: run it again.`,
    'Intervals are 95 %: Wilson’s for shares, Student’s over the folds for the accuracy. They take pairs as independent; where ' +
      'a picture is in many pairs the truth is wider.',
  ]
}

function modelSection(models: CardModel[]): string[] {
  const rows = models.map(({ name, file, sha256, licence, source }) => [
    `\`${name}\``,
    `\`${file}\``,
    `\`${sha256}\``,
    licence,
    source,
  ])
  return [
    '## Models',
    table(['model', 'file', 'SHA-256', 'licence', 'source'], rows),
    'Where the weights come from, and what they were trained on:',
    models.map(({ name, provenance }) => `- \`${name}\`: ${provenance}`).join('\n'),
  ]
}

function fitSection(fit: CardFit | null): string[] {
  const title = '## Face match, people not seen in fitting'
  if (!fit?.crossValidation) return [title, 'The back end’s file tells no cross-validation.']
  const { parts, genuine, impostor, ...rates } = fit.crossValidation
  const share = (rate: number, of: number) => rateText(wilson(Math.round(rate * of), of))
  return [
    title,
    `The shipped back end was fitted on ${fit.images} photographs of ${fit.people} people and cross-validated by person in ` +
      `${parts} parts: each part was scored by a model that saw none of its people. ${genuine} pairs of one person, ${impostor} of two.`,
    table(
      ['', 'share'],
      [
        ['equal error rate', percent(rates.equalErrorRate)],
        ['true accepts at a false accept rate of 1e-3', share(rates.trueAcceptsAt1e3, genuine)],
        ['true accepts at a false accept rate of 1e-4', share(rates.trueAcceptsAt1e4, genuine)],
        ['false matches (FMR) at the shipped threshold', share(rates.falseMatchRate, impostor)],
        ['false non-matches (FNMR) there', share(rates.falseNonMatchRate, genuine)],
      ],
    ),
  ]
}

function facesSection(title: string, data: string, faces: CardFaces | null): string[] {
  if (faces === null) return [`## ${title}`, notMeasured(data)]
  const { report, seen } = faces
  const rate = (name: string, share: number) => `${percent(share)} (${between(report, name)})`
  const held = seen
    ? 'These are the photographs that the back end was fitted on: **the figures are not held out**. Those of people it did not see stand above.'
    : 'The back end was not fitted on this list, as far as the list tells.'
  return [
    `## ${title}`,
    `${report.pairs} pairs: ${report.genuine} of one person, ${report.impostor} of two; in ${report.failuresToAcquire} a face was ` +
      `not found, which counts as a non-match. ${held}`,
    table(
      ['', 'share'],
      [
        [`accuracy over ${report.folds} folds`, rate('accuracy10Fold', report.accuracy10Fold)],
        ['equal error rate', rate('eer', report.eer)],
        ...['1e-3', '1e-4'].map((far) => [
          `true accepts at a false accept rate of ${far}`,
          trueAcceptsText(report, far),
        ]),
        [
          `false matches (FMR) at the shipped threshold, ${report.threshold.toFixed(3)}`,
          rate('fmrAtThreshold', report.fmrAtThreshold),
        ],
        ['false non-matches (FNMR) there', rate('fnmrAtThreshold', report.fnmrAtThreshold)],
      ],
    ),
  ]
}

/** With fewer than 1 / far pairs of two people the rate is that at no false accept at all; the card says so. */
function trueAcceptsText(report: CardFaces['report'], far: string): string {
  const name = `tarAtFar ${far}`
  const text = `${percent(report.tarAtFar[far] ?? Number.NaN)} (${between(report, name)})`
  if (report.impostor * Number(far) >= 1) return text
  return `${text}; ${report.impostor} pairs of two people cannot show so low a rate: this is at none`
}

function livenessSection(liveness: Card['liveness']): string[] {
  const title = '## Passive liveness'
  if (liveness === null) return [title, notMeasured('labels.csv of live faces and attacks')]
  const { items, apcer, bpcer, intervals } = liveness
  const line = (share: number, bounds?: { low: number; high: number } | null) =>
    `${percent(share)} (${percent(bounds?.low ?? 0)} to ${percent(bounds?.high ?? 1)})`
  const rows = Object.entries(apcer).map(([kind, share]) => [
    `attacks taken for live (APCER), ${kind}`,
    line(share, intervals.apcer[kind]),
  ])
  if (bpcer !== null) rows.push(['living refused (BPCER)', line(bpcer, intervals.bpcer)])
  return [
    title,
    `${items} pictures or bursts, by the terms of ISO/IEC 30107-3, per kind of attack.`,
    table(['', 'share'], rows),
  ]
}

function mrzSection(mrz: Card['mrz']): string[] {
  const title = '## Machine-readable zone'
  if (mrz === null) return [title, notMeasured('manifest.csv of documents')]
  const { documents, lines, intervals } = mrz
  return [
    title,
    `${documents} documents, ${lines} lines.`,
    table(
      ['', 'share'],
      [
        ['documents read exactly', rateText(intervals.exactDocuments)],
        ['lines read exactly', rateText(intervals.exactLines)],
        ['check digits hold, yet wrong', rateText(intervals.validButWrong)],
        ['… and nothing marked uncertain', rateText(intervals.validButWrongUnflagged)],
      ],
    ),
  ]
}

function notMeasured(data: string): string {
  return `Not measured for this card: no ${data} was given.`
}

function between({ intervals }: CardFaces['report'], name: string): string {
  const { low = 0, high = 1 } = intervals[name] ?? {}
  return `${percent(low)} to ${percent(high)}`
}
