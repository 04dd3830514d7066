/** Nobody is told what spoke against them here: it would tell who else was seen, and how to come unseen. */
const USER = 'We could not finish all checks. We will look at it by hand.'

/** One for each group of signals; which, and how much each added, is for reviewers (docs/risk.md). */
export const RISK_REASONS = {
  RISK_DEVICE_SHARED: {
    fault: 'RISK',
    user: USER,
    internal: 'The device was used for other applicants, or unusually often.',
  },
  RISK_DOCUMENT_REUSED: {
    fault: 'RISK',
    user: USER,
    internal: 'Another applicant came with a document of the same number.',
  },
  RISK_IMAGE_REUSED: {
    fault: 'RISK',
    user: USER,
    internal: 'Another applicant sent the same image file.',
  },
  RISK_CONTACT_SHARED: {
    fault: 'RISK',
    user: USER,
    internal: 'Other applicants gave the same e-mail address or phone number.',
  },
  RISK_PLACE_BUSY: {
    fault: 'RISK',
    user: USER,
    internal:
      'Many sessions came from the address or the network, or it is in another country than the document. Never enough by itself.',
  },
  RISK_BEHAVIOUR_UNUSUAL: {
    fault: 'RISK',
    user: USER,
    internal:
      'The form or the applicant’s page was used as programs do: with no pause, or faster than one reads. Never enough by itself.',
  },
  RISK_CONDUCT_UNUSUAL: {
    fault: 'RISK',
    user: USER,
    internal:
      'The session was done unusually fast or often, or with hints of a camera that is none.',
  },
  RISK_DETAILS_DIFFER: {
    fault: 'RISK',
    user: USER,
    internal: 'What was said of the applicant differs from the document, or the age is not served.',
  },
  RISK_WATCHLIST_POSSIBLE: {
    fault: 'RISK',
    user: USER,
    internal: 'The name is like one on a watchlist. A likeness of names is no more than that.',
  },
  RISK_FACE_SEEN: {
    fault: 'RISK',
    user: USER,
    internal:
      'The face is like that of another applicant. Relatives and look-alikes are alike as well.',
  },
  RISK_CONNECTED: {
    fault: 'RISK',
    user: USER,
    internal: 'The applicant is joined with known fraud, or with unusually many others.',
  },
} as const
