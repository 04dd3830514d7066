import type {
  CasePriority,
  CaseStatus,
  FourEyes as FourEyesRule,
  ReviewVerdict,
} from '../decision/review'
import type { Opinion } from '../storage/review-case-changes'
import { enumOf } from './enums'

export const ReviewCaseStatus = enumOf<CaseStatus>('ReviewCaseStatus', 'Where a case stands.', {
  OPEN: 'It waits, and nobody has it in hand.',
  ASSIGNED: 'It waits, and a reviewer has it in hand.',
  ESCALATED: 'A reviewer passed it on, as urgent.',
  AWAITING_SECOND: 'One reviewer decided; another has to confirm.',
  CLOSED: 'It was decided, or the session was cancelled or erased.',
})

export const ReviewPriority = enumOf<CasePriority>('ReviewPriority', 'What comes first.', {
  NORMAL: 'Something was hard to read or does not fit together.',
  HIGH: 'It may be fraud: face, liveness, chip, traces of tampering, sides that differ.',
  URGENT: 'A reviewer escalated it.',
})

export const ReviewOutcome = enumOf<ReviewVerdict>('ReviewOutcome', 'What a reviewer decides.', {
  APPROVE: 'The identity is confirmed.',
  REJECT: 'The identity is not confirmed.',
  RETAKE: 'One capture is to be made again.',
})

export const ReviewOpinion = enumOf<Opinion['outcome']>('ReviewOpinion', 'What a reviewer said.', {
  APPROVE: 'The identity is confirmed.',
  REJECT: 'The identity is not confirmed.',
  RETAKE: 'One capture is to be made again.',
  SEND_BACK: 'The second reviewer did not confirm what the first decided.',
})

export const ReviewStep = enumOf<Opinion['step']>('ReviewStep', 'Whose turn an opinion was.', {
  FIRST: 'The reviewer who decides, or proposes where four eyes are wanted.',
  SECOND: 'The second pair of eyes.',
  BLIND: 'Somebody who judged a decided case without knowing what was said of it.',
})

export const FourEyes = enumOf<FourEyesRule>(
  'FourEyes',
  'Which decisions of reviewers a second one has to confirm.',
  {
    NONE: 'None.',
    REJECTIONS: 'To reject.',
    ALL: 'To reject and to approve.',
  },
)
