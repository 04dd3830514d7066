import type { CheckResult, Reason } from '../decision/check-result'
import type { Policy } from '../decision/policy'
import { type SignalsRaised, tamperScore } from '../decision/tamper-score'
import { blackAndWhiteCopy } from '../documents/tamper/black-and-white-copy'
import { portraitEdge } from '../documents/tamper/portrait-edge'
import { screenRecapture } from '../documents/tamper/screen-recapture'
import type { ImageSignalName, TamperSignal } from '../documents/tamper/tamper-signal'
import { quadOfBox } from '../vision/quads'
import type { DocumentFacts } from './document-facts'

type Measured = Omit<CheckResult, 'durationMs'>

/** The front's image shows a genuine document as it is, as far as the signals tell that the policy lets weigh. */
export function checkTamper(facts: DocumentFacts, weights: Policy['tamperSignals']): Measured {
  const check = 'DOCUMENT_GENUINE'
  const measured = (Object.keys(weights) as ImageSignalName[]).map(
    (name) => [name, SIGNALS[name](facts)] as const,
  )
  const raised: SignalsRaised = Object.fromEntries(
    measured.map(([name, signal]) => [name, signal?.raised ?? null]),
  )
  const reasons = measured
    .flatMap(([, signal]) => (signal?.raised ? signal : []))
    .map(({ name, value, limit, unit, box }): Reason => {
      const evidence = {
        captureId: facts.front.captureId,
        field: name,
        measured: `${value?.toFixed(2)} ${unit}`,
        limit: `${limit} ${unit}`,
        ...(box && { box }),
      }
      return { code: 'TAMPER_SUSPECTED', evidence }
    })
  return { check, score: tamperScore(raised, weights), reasons, signals: raised }
}

const SIGNALS: Record<ImageSignalName, (facts: DocumentFacts) => TamperSignal | null> = {
  SCREEN_RECAPTURE: ({ front }) => screenRecapture(front.image, front.outline.quad),
  BLACK_AND_WHITE_COPY: ({ front }) => blackAndWhiteCopy(front.image, front.outline.quad),
  PORTRAIT_EDGE: ({ front, face }) =>
    face && portraitEdge(front.image, quadOfBox(face), front.outline.quad),
}
