import type { ReasonText } from './reasons'

/** The part of the catalogue that is about taking the selfie. */
export const SELFIE_REASONS = {
  SELFIE_FACE_NOT_FOUND: {
    fault: 'CAPTURE',
    user: 'We could not see a face in your selfie. Hold the phone at eye level in good light.',
    internal: 'No face was found on the selfie.',
  },
  SELFIE_TOO_SMALL: {
    fault: 'CAPTURE',
    user: 'Your face is too small in the selfie. Move closer to the camera.',
    internal: 'The eyes on the selfie are fewer pixels apart than the limit.',
  },
  SELFIE_BLURRED: {
    fault: 'CAPTURE',
    user: 'The selfie is blurred. Hold the phone still, wipe the lens, and take it again.',
    internal: 'The face on the selfie has less fine detail than the limit.',
  },
  SELFIE_TOO_DARK: {
    fault: 'CAPTURE',
    user: 'The selfie is too dark. Go where there is more light, and face it.',
    internal: 'More of the face on the selfie is nearly black than the limit.',
  },
  SELFIE_TOO_BRIGHT: {
    fault: 'CAPTURE',
    user: 'The selfie is too bright. Turn off the flash or move away from the strong light.',
    internal: 'More of the face on the selfie is nearly white than the limit.',
  },
  SELFIE_UNEVEN_LIGHT: {
    fault: 'CAPTURE',
    user: 'One side of your face lies in shadow. Turn towards the light.',
    internal: 'One cheek on the selfie is darker, compared with the other, than the limit.',
  },
  SELFIE_EYES_HIDDEN: {
    fault: 'CAPTURE',
    user: 'We could not see your eyes. Take off sunglasses, and keep your face out of the shadow of a hat.',
    internal: 'The eyes on the selfie are darker, compared with the cheeks, than the limit.',
  },
  SELFIE_TURNED_AWAY: {
    fault: 'CAPTURE',
    user: 'Look straight into the camera, hold your head upright and the phone at eye level.',
    internal: 'The head on the selfie is turned, raised, lowered or tilted by more than the limit.',
  },
  SELFIE_CUT_OFF: {
    fault: 'CAPTURE',
    user: 'A part of your face is outside the selfie. Show your whole face.',
    internal: 'A part of the face lies outside the selfie.',
  },
  SELFIE_SEVERAL_FACES: {
    fault: 'CAPTURE',
    user: 'There is somebody else in your selfie. Take it alone.',
    internal: 'Another face on the selfie is nearly as large as the main one: unclear who applies.',
  },
  SELFIE_BYSTANDER: {
    fault: 'CAPTURE',
    user: 'There is somebody in the background of your selfie. It is best to be alone in it.',
    internal:
      'Another, smaller face is on the selfie; the largest one near the middle was used. Stands against nothing.',
  },
} as const satisfies Record<string, ReasonText>
