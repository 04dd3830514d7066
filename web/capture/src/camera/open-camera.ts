/** Why there is no picture, as people meet it. */
export type CameraProblem = 'DENIED' | 'NONE' | 'BUSY' | 'BLACK' | 'UNSUPPORTED'

export class CameraError extends Error {
  constructor(readonly problem: CameraProblem) {
    super(`The camera cannot be used: ${problem}.`)
  }
}

export type Camera = {
  video: HTMLVideoElement
  label: string
  track: MediaStreamTrack
  close(): void
}

const PROBLEMS: Record<string, CameraProblem> = {
  NotAllowedError: 'DENIED',
  SecurityError: 'DENIED',
  NotFoundError: 'NONE',
  OverconstrainedError: 'NONE',
  NotReadableError: 'BUSY',
  AbortError: 'BUSY',
}

/** A document needs every pixel; for a face more than these would only be more to send. */
const SIZE = {
  environment: { width: { ideal: 2560 }, height: { ideal: 1440 } },
  user: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } },
} as const

/**
 * Opens the camera; `signal` closes it.
 * @throws CameraError
 */
export async function openCamera(
  facing: 'environment' | 'user',
  video: HTMLVideoElement,
  signal: AbortSignal,
): Promise<Camera> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (devices?.getUserMedia === undefined) throw new CameraError('UNSUPPORTED')
  const wanted = { audio: false, video: { facingMode: { ideal: facing }, ...SIZE[facing] } }
  const stream = await devices.getUserMedia(wanted).catch((error: unknown) => {
    const name = error instanceof Error ? error.name : ''
    throw new CameraError(PROBLEMS[name] ?? 'BUSY')
  })
  const close = () => {
    for (const each of stream.getTracks()) each.stop()
    video.srcObject = null
  }
  signal.addEventListener('abort', close)
  if (signal.aborted) close()
  const [track] = stream.getVideoTracks()
  if (track === undefined) throw new CameraError('NONE')
  video.srcObject = stream
  await video.play().catch(() => undefined) // it also begins by itself
  await shows(video, signal)
  return { video, label: track.label, track, close }
}

const PATIENCE_MS = 10_000

/** Waits for the first picture. @throws CameraError BUSY when none comes: another program has it */
function shows(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new CameraError('BUSY')), PATIENCE_MS)
    const look = () => {
      if (video.videoWidth === 0 && !signal.aborted) return void requestAnimationFrame(look)
      clearTimeout(timer)
      done()
    }
    look()
  })
}

/** Whether the browser opens the camera without asking; false where it does not say. */
export async function isAllowed(): Promise<boolean> {
  const name = 'camera' as PermissionName
  const state = await navigator.permissions?.query({ name }).catch(() => null)
  return state?.state === 'granted'
}

/** Which browser it is, by what is said about permissions in messages `trouble.steps`. */
export function permissionSteps(): 'chrome' | 'safari' | 'safariPhone' | 'firefox' | 'other' {
  const { userAgent } = navigator
  if (/Firefox|FxiOS/.test(userAgent)) return 'firefox'
  if (/Chrome|CriOS|Edg/.test(userAgent)) return 'chrome'
  if (/iPhone|iPad/.test(userAgent)) return 'safariPhone'
  return /Safari/.test(userAgent) ? 'safari' : 'other'
}
