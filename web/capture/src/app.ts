import type { Session } from './api'
import type { Behaviour } from './behaviour'
import { h, icon } from './dom'
import type { Embed } from './embed'
import { LOCALES, type Locale } from './locale'
import type { Memory } from './memory'
import type { Messages } from './messages/en'

/** What every screen is given. `frame`: what is around the screens. */
export type App = {
  session: Session
  memory: Memory
  t: Messages
  frame: Frame
  embed: Embed
  behaviour: Behaviour
}

/** A screen: shows something and resolves when the applicant is done with it; `signal` takes it away before. */
export type Screen = (app: App, signal: AbortSignal) => Promise<void>

type Shown = Node | string | null | false

/** What is around the screens: the organisation, the language, the progress, and what is said aloud. */
export type Frame = {
  show(heading: string, ...children: Shown[]): void
  /** Says something to screen readers, when they are free, and not more than every two seconds. */
  say(text: string): void
  /** Shows that there is no network, or that it is slow, or (null) that all is well. */
  network(text: string | null): void
  progress(text: string | null, share: number): void
  organization(branding: Session['branding'] | null): void
  language(locale: Locale, label: string, footer: string): void
}

const SAY_MS = 2000

export function createFrame(root: HTMLElement, choose: (locale: Locale) => void): Frame {
  const name = h('div', { className: 'brand' })
  const select = h(
    'select',
    { id: 'language', className: 'language', onchange: () => choose(select.value as Locale) },
    ...Object.entries(LOCALES).map(([value, label]) => h('option', { value, lang: value }, label)),
  )
  const label = h('label', { for: 'language', className: 'unseen' })
  const bar = h('div', { className: 'bar' }, h('div', { className: 'bar-done' }))
  const at = h('p', { className: 'at' })
  const banner = h('div', { className: 'banner', role: 'status', hidden: true })
  const live = h('div', { className: 'unseen', 'aria-live': 'polite', 'data-live': '' })
  const main = h('main', { className: 'screen' })
  const footer = h('footer', { className: 'footer' })
  root.replaceChildren(
    h('header', { className: 'header' }, name, label, select),
    h('div', { className: 'progress' }, bar, at),
    banner,
    main,
    footer,
    live,
  )
  return {
    show: (heading, ...children) => show(main, heading, children),
    say: throttled((text) => live.replaceChildren(text)),
    network(text) {
      banner.hidden = text === null
      if (banner.textContent !== text) banner.replaceChildren(text ?? '')
    },
    progress(text, share) {
      bar.parentElement?.toggleAttribute('data-hidden', text === null)
      at.textContent = text ?? ''
      bar.style.setProperty('--done', String(share))
    },
    organization: (branding) => name.replaceChildren(...logoOf(branding)),
    language(locale, text, small) {
      select.value = locale
      label.textContent = text
      footer.replaceChildren(icon(LOCK), small)
    },
  }
}

const LOCK = 'M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z'

function show(main: HTMLElement, heading: string, children: Shown[]): void {
  const h1 = h('h1', { tabIndex: -1 }, heading)
  const shown = children.filter((child) => child !== null && child !== false)
  main.replaceChildren(h1, ...shown)
  main.removeAttribute('data-wide')
  window.scrollTo(0, 0)
  h1.focus({ preventScroll: true })
}

function logoOf(branding: Session['branding'] | null): Node[] {
  if (branding === null) return []
  const { logo, name } = branding
  return logo ? [h('img', { src: logo, alt: name })] : [h('strong', {}, name)]
}

/** The last of what is said in quick succession. */
function throttled(tell: (text: string) => void): (text: string) => void {
  let [last, next, waits] = ['', '', false]
  const flush = () => {
    waits = false
    if (next !== last) say()
  }
  const say = () => {
    last = next
    tell(last)
    waits = true
    setTimeout(flush, SAY_MS)
  }
  return (text) => {
    next = text
    if (!waits && next !== last) say()
  }
}
