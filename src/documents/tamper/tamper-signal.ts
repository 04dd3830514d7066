import type { Quad } from '../../vision/geometry'

/** What may betray that an image does not show a genuine document as it is. */
export type TamperSignalName =
  | 'SCREEN_RECAPTURE'
  | 'BLACK_AND_WHITE_COPY'
  | 'PORTRAIT_EDGE'
  | 'DOUBLE_COMPRESSION'
  | 'SOFTWARE_TRACES'
  | 'KNOWN_SPECIMEN'

/** Those that need nothing but the normalised image. */
export type ImageSignalName = Extract<
  TamperSignalName,
  'SCREEN_RECAPTURE' | 'BLACK_AND_WHITE_COPY' | 'PORTRAIT_EDGE'
>

/**
 * One signal as measured. `value` is null where it could not be measured (why: `detail`). `raised` says that it lies on
 * the wrong side of `limit`; what follows from that is policy, and only `enabledByDefault` signals should weigh.
 * `detail` is for reviewers: it names what was found. `box` is where, in pixels of the image.
 */
export type TamperSignal = {
  name: TamperSignalName
  value: number | null
  limit: number
  unit: string
  raised: boolean
  enabledByDefault: boolean
  detail: string
  box: Quad | null
}

type Bar = { limit: number; unit: string; raisedWhen: 'ABOVE' | 'BELOW'; enabledByDefault: boolean }

/**
 * The limits, and which signals weigh unless the operator says otherwise: those whose rate of false alarms on genuine
 * images was measured and is at most 2 % (docs/documents-quality.md has the figures).
 */
export const TAMPER_BARS: Record<TamperSignalName, Bar> = {
  SCREEN_RECAPTURE: { limit: 18, unit: 'x', raisedWhen: 'ABOVE', enabledByDefault: false },
  BLACK_AND_WHITE_COPY: {
    limit: 4,
    unit: 'levels',
    raisedWhen: 'BELOW',
    enabledByDefault: false,
  },
  PORTRAIT_EDGE: { limit: 2, unit: 'octaves', raisedWhen: 'ABOVE', enabledByDefault: false },
  DOUBLE_COMPRESSION: { limit: 1.75, unit: 'x', raisedWhen: 'ABOVE', enabledByDefault: false },
  SOFTWARE_TRACES: { limit: 0, unit: 'programs', raisedWhen: 'ABOVE', enabledByDefault: false },
  KNOWN_SPECIMEN: { limit: 0, unit: 'marks', raisedWhen: 'ABOVE', enabledByDefault: true },
}

/** A signal judged by its bar; a value of null is never raised. */
export function tamperSignal(
  name: TamperSignalName,
  value: number | null,
  detail: string,
  box: Quad | null = null,
): TamperSignal {
  const { limit, unit, raisedWhen, enabledByDefault } = TAMPER_BARS[name]
  const raised = value !== null && (raisedWhen === 'ABOVE' ? value > limit : value < limit)
  return { name, value, limit, unit, raised, enabledByDefault, detail, box }
}
