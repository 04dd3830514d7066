/** What the applicant's page tells the site that shows it in a frame: no id, nothing of the person. */
export type CaptureEvent =
  /** The page is there, and its link was good. */
  | { type: 'ready' }
  /** The applicant is at this step: CONSENT, DOCUMENT, FRONT, BACK, SELFIE, LIVENESS, SUBMIT, WAIT, RESULT, PHONE, ELSEWHERE; of an action to be confirmed by face CONFIRM, LIVENESS, SIGN, WAIT, RESULT, OTHER_DEVICE. */
  | { type: 'step'; step: string }
  /** The captures were submitted; the checks run. */
  | { type: 'submitted' }
  /** It is over, or a person looks at it (IN_REVIEW). For the screen alone: decide by webhook or API, never by this. */
  | { type: 'finished'; status: string }
  /** Something stands in the way: LINK_USED, EXPIRED, CAMERA_DENIED, … */
  | { type: 'problem'; code: string }

/** Who speaks, in `source` of every message. */
export const CAPTURE_SOURCE = 'countersign-capture'
export const EMBED_SOURCE = 'countersign-embed'
