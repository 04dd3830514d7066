import type { App } from '../app'
import { frameOn, type Rect } from '../camera/guide'
import { h, svg } from '../dom'

export type Stage = {
  element: HTMLElement
  video: HTMLVideoElement
  hint: HTMLElement
  /** Where the frame lies now, and the size of the stage, in pixels of the page. */
  place(): { frame: Rect; stage: { width: number; height: number } }
  /** Shows what is seen of the document, as shares of the frame; null: nothing. */
  outline(corners: { x: number; y: number }[] | null): void
  mood(mood: 'search' | 'almost' | 'good'): void
}

/** An oval of a head: as wide as high, roughly. */
const OVAL = 0.76

/**
 * The picture of the camera with a frame upon it, dark around it. A face is shown as in a mirror; what is sent never is.
 * @param aspect of the frame; null: an oval
 */
export function createStage({ t }: App, aspect: number | null): Stage {
  const video = h('video', {
    muted: true,
    playsInline: true,
    className: aspect ? 'lens' : 'lens mirrored',
  })
  video.setAttribute('aria-label', t.camera.live)
  video.disablePictureInPicture = true
  const veil = svg('path', { class: 'veil', 'fill-rule': 'evenodd' })
  const rim = svg('path', { class: 'rim' })
  const seen = svg('polygon', { class: 'seen' })
  const overlay = svg('svg', { class: 'overlay', 'aria-hidden': 'true' }, veil, rim, seen)
  const hint = h('p', { className: 'hint' }, t.camera.starting)
  const lens = h('div', { className: aspect ? 'stage' : 'stage tall' }, video, overlay)
  const element = h('div', { className: 'viewfinder' }, lens, hint)
  element.dataset['mood'] = 'search'
  const place = () => {
    const { clientWidth: width, clientHeight: height } = lens
    return { frame: frameOn(width, height, aspect ?? OVAL), stage: { width, height } }
  }
  const draw = () => {
    const { frame, stage } = place()
    const shape = aspect ? rounded(frame) : oval(frame)
    veil.setAttribute('d', `M0 0H${stage.width}V${stage.height}H0Z${shape}`)
    rim.setAttribute('d', shape)
  }
  new ResizeObserver(draw).observe(lens)
  return {
    element,
    video,
    hint,
    place,
    outline(corners) {
      const { frame } = place()
      const points = (corners ?? []).map(
        ({ x, y }) => `${frame.left + x * frame.width},${frame.top + y * frame.height}`,
      )
      seen.setAttribute('points', points.join(' '))
    },
    mood(mood) {
      element.dataset['mood'] = mood
    },
  }
}

function rounded({ left, top, width, height }: Rect): string {
  const r = 14
  const arc = (x: number, y: number) => `a${r} ${r} 0 0 1 ${x} ${y}`
  return `M${left + r} ${top}h${width - 2 * r}${arc(r, r)}v${height - 2 * r}${arc(-r, r)}h${2 * r - width}${arc(-r, -r)}v${2 * r - height}${arc(r, -r)}z`
}

function oval({ left, top, width, height }: Rect): string {
  const [rx, ry] = [width / 2, height / 2]
  return `M${left} ${top + ry}a${rx} ${ry} 0 1 1 ${width} 0a${rx} ${ry} 0 1 1 ${-width} 0z`
}
