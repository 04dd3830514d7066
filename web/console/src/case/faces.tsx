import { Blend, Columns2, Eye, ZoomIn } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { FindingsFragment } from '../../generated/graphql'
import { useKeys } from '../keys'
import { useText } from '../text'
import { Button } from '../ui/button'
import { FaceWindow, type View } from './face-window'
import { useIsOpen } from './look'
import { Odds } from './odds'

const ZOOMS = [1, 2, 4]
const MODES = ['side', 'overlay', 'flicker'] as const
const ICONS = { side: Columns2, overlay: Blend, flicker: Eye }
/** Slow: well below three flashes a second (WCAG 2.3.1). */
const FLICKER_MS = 700

type Props = { findings: FindingsFragment | null; selfieId: string | null }

/** Portrait and selfie at the same scale, their eyes at the same places; what moves or enlarges one does so to both. */
export function Faces({ findings, selfieId }: Props) {
  const t = useText()
  const open = useIsOpen()
  const [mode, setMode] = useState<(typeof MODES)[number]>('side')
  const { view, zoom, moving } = useView()
  const cycle = () => setMode((now) => MODES[(MODES.indexOf(now) + 1) % MODES.length] ?? 'side')
  useKeys({ z: zoom, f: cycle })
  const { portrait, applicant } = facesOf(findings, selfieId)
  const aligned = portrait.eyes !== null && applicant.eyes !== null
  return (
    <section className="card faces">
      <header>
        <h2>{t('faces.title')}</h2>
        {open && <Tools mode={mode} zoom={view.zoom} onZoom={zoom} onMode={cycle} />}
      </header>
      <div className="inside">
        {open ? (
          <div className={`pair ${mode === 'side' ? 'two' : 'one'}`} {...moving}>
            <Windows mode={mode} view={view} portrait={portrait} applicant={applicant} />
          </div>
        ) : (
          <p className="hint">{t('faces.closed')}</p>
        )}
        {open && <p className="hint">{t(aligned ? 'faces.aligned' : 'faces.not-aligned')}</p>}
        {findings?.odds && <Odds {...findings.odds} />}
      </div>
    </section>
  )
}

type WindowsProps = { mode: (typeof MODES)[number]; view: View } & ReturnType<typeof facesOf>

function Windows({ mode, view, portrait, applicant }: WindowsProps) {
  const t = useText()
  const alternate = useFlicker(mode === 'flicker')
  if (mode !== 'side') {
    const over = { ...applicant, opacity: alternate ?? 0.5 }
    return <FaceWindow label={t('faces.both')} view={view} layers={[portrait, over]} />
  }
  return (
    <>
      <FaceWindow label={t('faces.portrait')} view={view} layers={[portrait]} />
      <FaceWindow label={t('faces.selfie')} view={view} layers={[applicant]} />
    </>
  )
}

type ToolsProps = { mode: (typeof MODES)[number]; zoom: number; onZoom(): void; onMode(): void }

function Tools({ mode, zoom, onZoom, onMode }: ToolsProps) {
  const t = useText()
  return (
    <div className="tools">
      <Button size="small" shortcut="Z" onPress={onZoom}>
        <ZoomIn size={16} aria-hidden="true" />
        <span className="unseen">{t('faces.zoom')}</span> {zoom}×
      </Button>
      <Button size="small" shortcut="F" onPress={onMode}>
        <ModeIcon mode={mode} /> {t(`faces.mode.${mode}`)}
      </Button>
    </div>
  )
}

/** The two pictures that were compared. Where no eyes were found they are shown as they are. */
function facesOf(findings: FindingsFragment | null, selfieId: string | null) {
  const { portrait = null, selfie = null } = findings?.faces ?? {}
  const { captureId, frame, eyes } = selfie ?? { captureId: selfieId, frame: 0, eyes: null }
  return {
    portrait: { image: 'portrait', frame: 0, eyes: portrait },
    applicant: { image: captureId, frame, eyes },
  }
}

function ModeIcon({ mode }: { mode: (typeof MODES)[number] }) {
  const Icon = ICONS[mode]
  return <Icon size={16} aria-hidden="true" />
}

/** 0 and 1 in turns while on; null while off. */
function useFlicker(on: boolean): 0 | 1 | null {
  const [turn, setTurn] = useState<0 | 1>(0)
  useEffect(() => {
    if (!on) return
    const timer = setInterval(() => setTurn((now) => (now === 0 ? 1 : 0)), FLICKER_MS)
    return () => clearInterval(timer)
  }, [on])
  return on ? turn : null
}

const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [20, 0],
  ArrowRight: [-20, 0],
  ArrowUp: [0, 20],
  ArrowDown: [0, -20],
}

/** How far both faces are enlarged and moved: by keys, and by dragging. */
function useView() {
  const [view, setView] = useState<View>({ zoom: 1, x: 0, y: 0 })
  const held = useRef<{ x: number; y: number } | null>(null)
  const zoom = () =>
    setView(({ zoom: now, x, y }) => {
      const next = ZOOMS[(ZOOMS.indexOf(now) + 1) % ZOOMS.length] ?? 1
      return next === 1 ? { zoom: 1, x: 0, y: 0 } : { zoom: next, x, y }
    })
  const move = (dx: number, dy: number) =>
    setView((now) => ({ ...now, x: now.x + dx / now.zoom, y: now.y + dy / now.zoom }))
  const moving = {
    onPointerDown: (event: PointerEvent) => {
      held.current = { x: event.clientX, y: event.clientY }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: ({ clientX: x, clientY: y }: PointerEvent) => {
      if (!held.current) return
      move(x - held.current.x, y - held.current.y)
      held.current = { x, y }
    },
    onPointerUp: () => {
      held.current = null
    },
    onKeyDown: (event: KeyboardEvent) => {
      const arrow = ARROWS[event.key]
      if (!arrow) return
      event.preventDefault()
      move(...arrow)
    },
  }
  return { view, zoom, moving }
}
