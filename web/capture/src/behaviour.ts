import type { BehaviourStep, InputKind, PageBehaviourRecordInput } from '../generated/graphql'
import type { Session } from './api'
import type { Step } from './flow'

/** What is measured while the organisation asks for it: how long on which screen, how often away, with what. Never what or where. */
export type Behaviour = {
  entered(step: Step): void
  /** What there is until now; null: nothing is measured. */
  summary(): Omit<PageBehaviourRecordInput, 'sessionId'> | null
}

const STEPS: readonly string[] = [
  'CONSENT',
  'DOCUMENT',
  'FRONT',
  'BACK',
  'SELFIE',
  'LIVENESS',
] satisfies BehaviourStep[]

const POINTERS: Record<string, InputKind> = { touch: 'TOUCH', mouse: 'MOUSE', pen: 'PEN' }

/** The name of the text that says so; whoever agreed to the one without was not told. */
export const MEASURED_TEXT = 'capture-page-behaviour-1'
export const PLAIN_TEXT = 'capture-page-1'

/** Whether to measure: the organisation wants it, and the applicant was told, here or by the organisation's own text. */
export function isMeasured(session: Session): boolean {
  const { behaviourMeasured, consentTextVersion, faceConfirmation } = session
  return behaviourMeasured && consentTextVersion !== PLAIN_TEXT && faceConfirmation === null
}

export function measureBehaviour(session: Session): Behaviour {
  if (!isMeasured(session)) return { entered: () => undefined, summary: () => null }
  const seconds = new Map<BehaviourStep, number>()
  const inputs = new Set<InputKind>()
  let timesAway = 0
  let [at, since]: [BehaviourStep | null, number] = [null, 0]
  const count = () => {
    if (at !== null) seconds.set(at, (seconds.get(at) ?? 0) + (performance.now() - since) / 1000)
    since = performance.now()
  }
  addEventListener('pointerdown', ({ pointerType }) => {
    const kind = POINTERS[pointerType]
    if (kind) inputs.add(kind)
  })
  addEventListener('keydown', () => inputs.add('KEYBOARD'))
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) timesAway += 1
  })
  return {
    entered(step) {
      count()
      at = STEPS.includes(step) ? (step as BehaviourStep) : null
    },
    summary() {
      count()
      const steps = [...seconds].map(([step, each]) => ({
        step,
        seconds: Math.round(each * 10) / 10,
      }))
      return { steps, timesAway, inputs: [...inputs] }
    },
  }
}
