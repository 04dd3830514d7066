import '../../shared/tokens.css'
import './styles/screen.css'
import './styles/lists.css'
import './styles/illustration.css'
import './styles/camera.css'
import './styles/frame.css'
import { api, openLink, type Session } from './api'
import { type App, createFrame, type Screen } from './app'
import { measureBehaviour } from './behaviour'
import { applyBrand } from './brand'
import { ownDevice, thumbprint } from './device'
import { createEmbed } from './embed'
import { sha256, utf8 } from './encode'
import { nextStep, progressOf, type Step } from './flow'
import { type Locale, loadLocale, preferredLocale } from './locale'
import { keep, lastOpened, noteOpened, recall } from './memory'
import type { Messages } from './messages/en'
import { persist, tellOfNetwork } from './persist'
import { type ProblemCode, problemOf, showProblem } from './problem'
import { SCREENS } from './screens'
import { resumeUpload } from './upload'

const root = document.querySelector<HTMLElement>('#app') as HTMLElement
let change: (locale: Locale) => void = () => undefined
const frame = createFrame(root, (locale) => change(locale))
const embed = createEmbed()

/** A link is opened once; who opened it here before goes on, also when they come by the same link again. */
async function enter(): Promise<string | null> {
  const token = location.hash.slice(1)
  history.replaceState(null, '', location.pathname)
  const before = lastOpened()
  if (token === '') return before?.sessionId ?? null
  const link = await sha256(utf8(token))
  if (before?.link === link) return before.sessionId
  const sessionId = await persist(() => openLink(token))
  noteOpened({ sessionId, link })
  return sessionId
}

const isAble = 'subtle' in (globalThis.crypto ?? {}) && 'indexedDB' in globalThis

/** @returns null when there is nothing to go on with, which is said */
async function begin(): Promise<App | null> {
  const locale = preferredLocale(navigator.languages)
  const t = await loadLocale(locale)
  frame.language(locale, t.language, t.secured)
  tellOfNetwork((offline) => frame.network(offline ? t.offline : null))
  if (!isAble) return nothing(t, 'BROWSER')
  frame.show(t.loading)
  const sessionId = await enter()
  return sessionId === null ? nothing(t, 'NO_LINK') : open(sessionId, t)
}

function nothing(t: Messages, code: ProblemCode): null {
  void showProblem(frame, t, code)
  return null
}

async function open(sessionId: string, t: Messages): Promise<App> {
  const memory = await recall(sessionId)
  const session = await persist(() => api.session(sessionId))
  const behaviour = measureBehaviour(session)
  const app: App = { session, memory, t, frame, embed, behaviour }
  if (memory.locale !== null) await speak(app, memory.locale)
  applyBrand(session.branding)
  frame.organization(session.branding)
  embed.tell({ type: 'ready' })
  await resumeUpload(memory)
  return app
}

/** Screen after screen, as the session's state asks for; another language shows the same one anew. */
async function run(app: App): Promise<void> {
  for (;;) {
    const step = await stepOf(app)
    showProgress(app, step)
    embed.tell({ type: 'step', step })
    app.behaviour.entered(step)
    const leave = new AbortController()
    const changed = new Promise<Locale>((done) => {
      change = done
    })
    const screen: Screen = SCREENS[step]
    const locale = await Promise.race([screen(app, leave.signal), changed])
    leave.abort()
    if (locale) await speak(app, locale)
    app.session = await persist(() => api.session(app.session.id))
  }
}

async function stepOf({ session, memory }: App): Promise<Step> {
  const device = await ownDevice(session, memory)
  const ours = device && (await thumbprint(device))
  return nextStep(session, { ...memory, ours })
}

function showProgress({ session, memory, t }: App, step: Step): void {
  document.body.dataset['step'] = step
  delete document.body.dataset['problem']
  const progress = progressOf(session, memory, step)
  if (progress) frame.progress(t.step(progress.at, progress.of), progress.at / progress.of)
}

async function speak(app: App, locale: Locale): Promise<void> {
  app.memory.locale = locale
  await keep(app.memory)
  app.t = await loadLocale(locale)
  tellOfNetwork((offline) => frame.network(offline ? app.t.offline : null))
  frame.language(locale, app.t.language, app.t.secured)
}

/** Shows what went wrong, and goes on when that is possible. */
async function survive(app: App | null, error: unknown): Promise<void> {
  const code = problemOf(error)
  const t = app?.t ?? (await loadLocale(preferredLocale(navigator.languages)))
  embed.tell({ type: 'problem', code })
  await showProblem(frame, t, code)
  if (app !== null && code === 'MANIFEST_INVALID') {
    app.memory.hashes = {}
    await keep(app.memory)
  }
}

async function main(): Promise<void> {
  let app: App | null = null
  for (;;) {
    try {
      app ??= await begin()
      if (app === null) return
      app.session = await persist<Session>(() => api.session((app as App).session.id))
      await run(app)
    } catch (error) {
      await survive(app, error)
    }
  }
}

void main()
