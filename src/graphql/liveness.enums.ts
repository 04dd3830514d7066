import type { Colour, StepKind } from '../liveness/challenge'
import type { ChallengeState } from '../sessions/liveness-challenge'
import { enumOf } from './enums'

export const LivenessChallengeState = enumOf<ChallengeState>(
  'LivenessChallengeState',
  'How far a liveness challenge has come.',
  {
    OPEN: 'A step waits to be submitted.',
    ANSWERED: 'Every step was submitted.',
    EXPIRED: 'A step was not submitted in time; start another challenge.',
  },
)

export const LivenessStepKind = enumOf<StepKind>(
  'LivenessStepKind',
  'What an applicant can be asked to do. Left and right are the applicant’s own.',
  {
    TURN_LEFT: 'Turn the head to the left.',
    TURN_RIGHT: 'Turn the head to the right.',
    LOOK_UP: 'Raise the head.',
    BLINK: 'Close both eyes for a moment.',
    OPEN_MOUTH: 'Open the mouth wide.',
    COLOURS: 'Look at the screen while it shows colours.',
  },
)

export const LivenessColour = enumOf<Colour>(
  'LivenessColour',
  'A colour of the screen, fully saturated: each of red, green and blue is all or nothing.',
  {
    RED: '#f00',
    YELLOW: '#ff0',
    GREEN: '#0f0',
    CYAN: '#0ff',
    BLUE: '#00f',
    MAGENTA: '#f0f',
  },
)
