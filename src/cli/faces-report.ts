import type { DocumentPhoto } from '../evaluation/document-portrait'
import type { FacesReport, PointsLost } from '../evaluation/faces'
import { print } from './print'

/** The figures of the same pairs with the first picture on a document, and what that costs. */
export type PortraitReport = DocumentPhoto & FacesReport & { pointsLost: PointsLost }

/** Prints all figures of an evaluation of faces; what is printed for portraits stands beside the clean figures. */
export function printFacesReport(report: FacesReport & { portraits?: PortraitReport }): void {
  printFigures(report)
  if (report.portraits) printPortraits(report, report.portraits)
  for (const { a, b, same, score } of report.wrong)
    print(`${same ? 'missed ' : 'matched'} ${score.toFixed(3)} ${a} ${b}`)
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`

function printFigures(report: FacesReport): void {
  const line = (label: string, name: string, share: number) => {
    const { low = 0, high = 0 } = report.intervals[name] ?? {}
    print(`${label.padEnd(34)} ${percent(share)} (${percent(low)} to ${percent(high)})`)
  }
  print(
    `pairs                              ${report.pairs}: ${report.genuine} of one person, ${report.impostor} of two`,
  )
  print(`pairs without a face               ${report.failuresToAcquire}`)
  line(`accuracy over ${report.folds} folds`, 'accuracy10Fold', report.accuracy10Fold)
  line('equal error rate', 'eer', report.eer)
  for (const [far, tar] of Object.entries(report.tarAtFar))
    line(`true accepts at false accepts ${far}`, `tarAtFar ${far}`, tar)
  print(`threshold (log-likelihood ratio)   ${report.threshold.toFixed(3)}`)
  print(`false matches at the threshold     ${report.fmrAtThreshold.toExponential(2)}`)
  line('false non-matches at the threshold', 'fnmrAtThreshold', report.fnmrAtThreshold)
  print(`processor time per image, median   ${report.cpuMsMedian.toFixed(1)} ms`)
  print(`peak memory                        ${report.peakRssMb.toFixed(0)} MB`)
}

function printPortraits(clean: FacesReport, portraits: PortraitReport): void {
  const { faceHeightPx, printed, turn, pointsLost } = portraits
  const turned = turn === 0 ? '' : `, turned by ${turn} degrees`
  print(
    `\nfirst picture of each pair as a ${printed ? 'printed' : 'clear'} portrait of ${faceHeightPx} px on a photographed card${turned}`,
  )
  print(`pairs without a face               ${portraits.failuresToAcquire}`)
  const line = (label: string, share: number, before: number, points: number) =>
    print(
      `${label.padEnd(34)} ${percent(share)}, before ${percent(before)}: ${points.toFixed(2)} points lost`,
    )
  line(
    `accuracy over ${portraits.folds} folds`,
    portraits.accuracy10Fold,
    clean.accuracy10Fold,
    pointsLost.accuracy10Fold,
  )
  line('equal error rate', portraits.eer, clean.eer, pointsLost.eer)
  for (const [far, tar] of Object.entries(portraits.tarAtFar))
    line(
      `true accepts at false accepts ${far}`,
      tar,
      clean.tarAtFar[far] ?? 0,
      pointsLost.tarAtFar[far] ?? 0,
    )
  line(
    'false matches at the threshold',
    portraits.fmrAtThreshold,
    clean.fmrAtThreshold,
    pointsLost.fmrAtThreshold,
  )
  line(
    'false non-matches at the threshold',
    portraits.fnmrAtThreshold,
    clean.fnmrAtThreshold,
    pointsLost.fnmrAtThreshold,
  )
  print(`processor time per image, median   ${portraits.cpuMsMedian.toFixed(1)} ms\n`)
}
