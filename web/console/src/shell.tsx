import {
  ChartNoAxesColumn,
  FlaskConical,
  Inbox,
  Keyboard,
  LogOut,
  Menu,
  RefreshCcwDot,
  Scale,
  ScrollText,
  Settings,
  Webhook,
  X,
} from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { Help } from './help'
import { useKeys } from './keys'
import { type Action, useMember } from './member'
import { PreferenceMenus } from './preference-menus'
import { useSignOut } from './sign-in/sign-in'
import { type Key, useText } from './text'
import { Button } from './ui/button'
import { Mark } from './ui/mark'

type Place = { path: string; label: Key; icon: typeof Inbox; needs: Action | null }

const PLACES: Place[] = [
  { path: '/queue', label: 'nav.queue', icon: Inbox, needs: 'RESULTS_READ' },
  { path: '/metrics', label: 'nav.metrics', icon: ChartNoAxesColumn, needs: 'RESULTS_READ' },
  { path: '/policies', label: 'nav.policies', icon: Scale, needs: 'RESULTS_READ' },
  { path: '/models', label: 'nav.models', icon: FlaskConical, needs: 'RESULTS_READ' },
  { path: '/webhooks', label: 'nav.webhooks', icon: Webhook, needs: 'WEBHOOKS_READ' },
  { path: '/jobs', label: 'nav.jobs', icon: RefreshCcwDot, needs: 'JOBS_REPLAY' },
  { path: '/audit', label: 'nav.audit', icon: ScrollText, needs: 'AUDIT_READ' },
  { path: '/settings', label: 'nav.settings', icon: Settings, needs: null },
]

/** The places this member may go to. */
export function usePlaces(): Place[] {
  const { can } = useMember()
  return PLACES.filter(({ needs }) => needs === null || can(needs))
}

/** The frame around every page: where one can go, who one is, help. On phones it folds away. */
export function Shell({ children }: { children: ReactNode }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const [helping, setHelping] = useState(false)
  const [path] = useLocation()
  useKeys({ '?': () => setHelping(true) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever went somewhere has chosen
  useEffect(() => setOpen(false), [path])
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <header className="bar">
        <Mark />
        <Button
          look="ghost"
          aria-label={t(open ? 'close' : 'menu')}
          aria-expanded={open}
          onPress={() => setOpen(!open)}
        >
          {open ? <X size={20} aria-hidden="true" /> : <Menu size={20} aria-hidden="true" />}
        </Button>
      </header>
      <aside className={open ? 'side open' : 'side'}>
        <Mark />
        <Navigation />
        <Self onHelp={() => setHelping(true)} />
      </aside>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Help open={helping} onClose={() => setHelping(false)} />
    </div>
  )
}

function Navigation() {
  const t = useText()
  const [path] = useLocation()
  const places = usePlaces()
  const isHere = (place: Place) =>
    path.startsWith(place.path) || (place.path === '/queue' && path.startsWith('/case'))
  return (
    <nav aria-label={t('nav')}>
      <ul>
        {places.map((place) => (
          <li key={place.path}>
            <Link href={place.path} aria-current={isHere(place) ? 'page' : undefined}>
              <place.icon size={18} aria-hidden="true" /> {t(place.label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Self({ onHelp }: { onHelp: () => void }) {
  const t = useText()
  const { email } = useMember()
  const signOut = useSignOut()
  return (
    <div className="self">
      <Button look="ghost" shortcut="?" onPress={onHelp}>
        <Keyboard size={18} aria-hidden="true" /> {t('nav.help')}
      </Button>
      <PreferenceMenus />
      <div className="who">
        <span title={email}>{email}</span>
        <Button
          look="ghost"
          size="small"
          aria-label={t('nav.sign-out')}
          onPress={() => signOut.mutate()}
        >
          <LogOut size={18} aria-hidden="true" />
        </Button>
      </div>
    </div>
  )
}
