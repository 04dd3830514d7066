/**
 * How a face is held, by MediaPipe's 468 points: degrees, `yaw` positive to the own left and `pitch` upwards, `mouth`: how far it
 * is open, in eye distances. Rougher than what the server measures: it is for advice alone.
 */
export type Pose = { yaw: number; pitch: number; mouth: number }

/** Points of the mesh: cheeks at the ears, forehead, chin, inner lips, outer corners of the eyes. */
const [RIGHT, LEFT, FOREHEAD, CHIN] = [234, 454, 10, 152]
const [UPPER_LIP, LOWER_LIP, RIGHT_EYE, LEFT_EYE] = [13, 14, 33, 263]

/** @param points x, y, z by turns, in pixels */
export function poseOf(points: Float32Array): Pose {
  const between = (from: number, to: number) =>
    [0, 1, 2].map((axis) => (points[3 * to + axis] ?? 0) - (points[3 * from + axis] ?? 0))
  const [across = 1, , away = 0] = between(RIGHT, LEFT)
  const [, down = 1, forward = 0] = between(FOREHEAD, CHIN)
  const eyes = Math.hypot(...between(RIGHT_EYE, LEFT_EYE))
  return {
    yaw: degrees(Math.atan2(away, across)),
    pitch: degrees(Math.atan2(-forward, down)),
    mouth: Math.hypot(...between(UPPER_LIP, LOWER_LIP)) / eyes,
  }
}

const degrees = (radians: number) => (180 * radians) / Math.PI
