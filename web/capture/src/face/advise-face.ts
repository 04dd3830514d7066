import type { Hint } from '../camera/advise'
import type { FaceMeasure } from './tracker-worker'

/** Of the height of what is looked at; and degrees. */
const LIMITS = { least: 0.28, most: 0.72, aside: 0.16, turned: 16, other: 0.5 } as const

/** The one thing to say of the face before the camera. */
export function adviseTracked({ faces, pose }: FaceMeasure): Hint {
  const [main, other] = faces
  if (main === undefined || pose === null) return 'FACE'
  const height = main.bottom - main.top
  if (other && other.bottom - other.top > LIMITS.other * height) return 'FACE_MANY'
  if (height < LIMITS.least) return 'FACE_CLOSER'
  if (height > LIMITS.most) return 'FACE_FARTHER'
  if (Math.abs((main.left + main.right) / 2 - 0.5) > LIMITS.aside) return 'FACE'
  return Math.abs(pose.yaw) > LIMITS.turned ? 'FACE_STRAIGHT' : 'FACE_GOOD'
}
