import type { App, Screen } from './app'
import { CARD, PASSPORT_PAGE } from './camera/guide'
import { thumbprint } from './device'
import { chosenDocument, type Step } from './flow'
import { forget, keepDevice } from './memory'
import { showProblem } from './problem'
import { confirmScreen } from './screens/confirm'
import { consentScreen } from './screens/consent'
import { documentScreen } from './screens/document'
import { livenessScreen } from './screens/liveness'
import { pictureScreen } from './screens/picture'
import { showResult } from './screens/result'
import { submitScreen } from './screens/submit'
import { changed, waitScreen } from './screens/wait'

const never = () => new Promise<void>(() => undefined)

const front: Screen = (app, signal) => {
  const { side } = app.t
  const isPassport = chosenDocument(app.session, app.memory) === 'PASSPORT'
  return pictureScreen(
    app,
    {
      kind: 'DOCUMENT_FRONT',
      heading: isPassport ? side.passport : side.front,
      lead: isPassport ? side.passportLead : side.frontLead,
      facing: 'environment',
      aspect: isPassport ? PASSPORT_PAGE : CARD,
    },
    signal,
  )
}

const back: Screen = (app, signal) => {
  const { back: heading, backLead: lead } = app.t.side
  const subject = { heading, lead, facing: 'environment', aspect: CARD } as const
  return pictureScreen(app, { kind: 'DOCUMENT_BACK', ...subject }, signal)
}

const selfie: Screen = (app, signal) => {
  const { selfie: heading, selfieLead: lead } = app.t.face
  const subject = { heading, lead, facing: 'user', aspect: null } as const
  return pictureScreen(app, { kind: 'SELFIE', ...subject }, signal)
}

/** It ends here, unless a reviewer asks for something more. */
const result: Screen = async (app, signal) => {
  showResult(app, app.session.status)
  if (app.session.status === 'IN_REVIEW') return waitForReviewer(app, signal)
  await keepEnrolled(app)
  await forget(app.session.id)
  return never()
}

/** Who agreed to confirm actions by face does so on this device. */
async function keepEnrolled({ session, memory: { device } }: App): Promise<void> {
  const isEnrolled = session.status === 'APPROVED' && session.faceConsentedAt !== null
  if (isEnrolled && device !== null) await keepDevice(await thumbprint(device), device)
}

const waitForReviewer: Screen = async ({ session }, signal) => {
  await changed(session.id, session.sequence, signal)
}

const elsewhere: Screen = ({ frame, t }) => showProblem(frame, t, 'ELSEWHERE')

const otherDevice: Screen = ({ frame, t }) => showProblem(frame, t, 'OTHER_DEVICE')

export const SCREENS: Record<Step, Screen> = {
  CONSENT: consentScreen,
  DOCUMENT: documentScreen,
  FRONT: front,
  BACK: back,
  SELFIE: selfie,
  LIVENESS: livenessScreen,
  SUBMIT: submitScreen,
  CONFIRM: confirmScreen,
  SIGN: submitScreen,
  WAIT: waitScreen,
  RESULT: result,
  ELSEWHERE: elsewhere,
  OTHER_DEVICE: otherDevice,
}
