import { Link, Redirect, useParams } from 'wouter'
import { type Action, useMember } from '../member'
import { type Key, useText } from '../text'
import { Page } from '../ui/page'
import { useShown } from '../ui/shown'
import { BrandingSection } from './branding-section'
import { KeysSection } from './keys-section'
import { MembersSection } from './members-section'
import { OrganisationSection } from './organisation-section'
import { RetentionSection } from './retention-section'
import { RiskSection } from './risk-section'
import { SecuritySection } from './security-section'
import '../styles/admin.css'

type Section = { id: string; label: Key; needs: Action | null; show: () => React.ReactNode }

const SECTIONS: Section[] = [
  { id: 'sign-in', label: 'settings.security', needs: null, show: () => <SecuritySection /> },
  {
    id: 'members',
    label: 'settings.members',
    needs: 'MEMBERS_MANAGE',
    show: () => <MembersSection />,
  },
  { id: 'keys', label: 'settings.keys', needs: 'API_KEYS_MANAGE', show: () => <KeysSection /> },
  {
    id: 'organisation',
    label: 'settings.organisation',
    needs: 'SETTINGS_MANAGE',
    show: () => <OrganisationSection />,
  },
  {
    id: 'branding',
    label: 'settings.branding',
    needs: 'SETTINGS_MANAGE',
    show: () => <BrandingSection />,
  },
  {
    id: 'retention',
    label: 'org.retention',
    needs: 'SETTINGS_MANAGE',
    show: () => <RetentionSection />,
  },
  { id: 'risk', label: 'risk-set.title', needs: 'SETTINGS_MANAGE', show: () => <RiskSection /> },
]

/** Everybody's own way in, and what the roles allow beside it. */
export function SettingsPage() {
  const t = useText()
  const { can } = useMember()
  const { section: id } = useParams<{ section?: string }>()
  const sections = SECTIONS.filter(({ needs }) => needs === null || can(needs))
  const here = sections.find((section) => section.id === id)
  const row = useShown(here?.id ?? '')
  if (!here) return <Redirect to="/settings/sign-in" replace />
  return (
    <Page title={t('nav.settings')}>
      <div className="settings">
        <nav ref={row} className="sections" aria-label={t('settings.sections')}>
          {sections.map((section) => (
            <Link
              key={section.id}
              href={`/settings/${section.id}`}
              aria-current={section === here ? 'page' : undefined}
            >
              {t(section.label)}
            </Link>
          ))}
        </nav>
        <div className="section">{here.show()}</div>
      </div>
    </Page>
  )
}
