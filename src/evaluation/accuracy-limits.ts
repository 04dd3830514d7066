/** What the figures of the accuracy card do not say, in plain words; each is one point of its list. */
export const LIMITS: readonly string[] = [
  'Masks, deepfakes and injected video are **not** claimed to be seen. Passive liveness looks for traces of recapture on one frame and is a weak signal.',
  'Differences between demographic groups are **not measured**. LFW is mostly white, male and frontal; within one sex, age and origin more strangers match.',
  'LFW overlaps with MS-Celeb-1M, on which the embedding network was trained: its figures are optimistic.',
  'LFW’s labels have errors; they are left in.',
  'Web photographs are easier than a selfie against an old portrait on a document; look-alikes and twins are harder still.',
  'The machine-readable zones measured here are the ones that its reader was tuned on, where the development set was given.',
  'Nobody has certified any of this: there is no iBeta or ISO/IEC 30107-3 test report.',
]
