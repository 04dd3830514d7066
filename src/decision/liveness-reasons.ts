import type { ReasonText } from './reasons'

/**
 * What to say when it is not certain what happened: an honest person is helped by trying again in better light, and who
 * tries to deceive learns nothing.
 */
const AGAIN =
  'We could not tell that you were there yourself. Try again: alone, in even light, your whole face in the picture, and do what is asked when it is asked.'

/** The part of the catalogue that is about liveness. */
export const LIVENESS_REASONS = {
  LIVENESS_STEP_NOT_DONE: {
    fault: 'LIVENESS',
    user: 'We did not see a movement that was asked for. Try again, and make it large and calm.',
    internal: 'A step of the challenge was not seen in its frames.',
  },
  LIVENESS_WRONG_STEP: {
    fault: 'LIVENESS',
    user: 'We saw another movement than the one asked for. Try again, and do only what is asked.',
    internal: 'Another movement in full measure came with a step of the challenge.',
  },
  LIVENESS_TOO_LATE: {
    fault: 'LIVENESS',
    user: 'A movement came too late. Try again, or ask for more time at the start.',
    internal: 'A frame was taken after the deadline of its step.',
  },
  LIVENESS_TOO_FEW_FRAMES: {
    fault: 'LIVENESS',
    user: 'The camera gave too few pictures. Close other programs, and try again.',
    internal: 'A step has too few frames, or they are too far apart.',
  },
  LIVENESS_FACE_LOST: {
    fault: 'LIVENESS',
    user: 'Your face was not in the picture all the time. Keep your distance, and try again.',
    internal: 'In a step the face was missing in too many frames, or changed its size.',
  },
  LIVENESS_OTHER_PERSON: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal: 'The frames show more than one person, at once or one after the other.',
  },
  LIVENESS_MOTION_NOT_NATURAL: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal: 'A movement jumped, went back, or did not begin towards the camera.',
  },
  LIVENESS_NOT_THREE_DIMENSIONAL: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal: 'A turn showed too little of a solid head’s parallax: it may be a flat picture.',
  },
  LIVENESS_COLOURS_DO_NOT_FOLLOW: {
    fault: 'LIVENESS',
    user: 'We could not see the light of the screen on your face. Go where it is darker, turn the screen up, or choose the way without flashing colours.',
    internal: 'The light of the skin did not follow the colours of the screen.',
  },
  LIVENESS_FRAMES_REPEATED: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal: 'Two frames of the challenge are one.',
  },
  RECAPTURE_MOIRE: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal: 'A fine pattern repeats on the face, as of a screen or of print.',
  },
  RECAPTURE_BORDER: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal:
      'Edges of a sheet, a card or a screen run around the face, or of a window behind it. It weighs nothing by itself.',
  },
  RECAPTURE_PALE: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal:
      'Nothing on the face is dark, as in print, on a screen, or in haze. It weighs nothing by itself.',
  },
  RECAPTURE_GLOSS: {
    fault: 'LIVENESS',
    user: AGAIN,
    internal:
      'A white spot lies on the face, as on glossy paper or glass, and on spectacles and wet skin. It weighs nothing by itself.',
  },
  LIVENESS_NOT_CHALLENGED: {
    fault: 'LIVENESS',
    user: 'No liveness challenge was done.',
    internal:
      'No liveness challenge was answered, and the session does not require one. Stands against nothing.',
  },
  INJECTION_HINT: {
    fault: 'RISK',
    user: 'Something about your camera is unusual.',
    internal:
      'The frames have a trace of a camera that is none. It has honest causes too; a hint, and no proof. Stands against nothing.',
  },
  ATTEMPTS_EXHAUSTED: {
    fault: 'LIVENESS',
    user: 'You have used all attempts. We will look at it by hand.',
    internal: 'A capture should be repeated, but the session has no attempt left.',
  },
} as const satisfies Record<string, ReasonText>
