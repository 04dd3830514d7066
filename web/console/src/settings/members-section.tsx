import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../../../shared/ask'
import { type MembersQuery, membersDocument } from '../../generated/graphql'
import { useMember } from '../member'
import { type Translate, useText } from '../text'
import { Badge, type Tone } from '../ui/badge'
import { Button } from '../ui/button'
import { Scroll } from '../ui/scroll'
import { waiting } from '../ui/states'
import { useMoment, When } from '../ui/time'
import { Told } from '../ui/told'
import { ChangeMember, InviteMember } from './member-forms'

export type MemberRow = MembersQuery['members'][number]

/** Who may log in, and what they may do. */
export function MembersSection() {
  const t = useText()
  const { id: me } = useMember()
  const [inviting, setInviting] = useState(false)
  const [changing, setChanging] = useState<MemberRow | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const members = useQuery({ queryKey: ['members'], queryFn: () => ask(membersDocument, {}) })
  const anew = () => void members.refetch()
  const link = token && `${window.location.origin}/console/invitation#${token}`
  return (
    <section className="card">
      <header>
        <h2>{t('settings.members')}</h2>
        <Button look="primary" size="small" onPress={() => setInviting(true)}>
          <UserPlus size={16} aria-hidden="true" /> {t('members.invite')}
        </Button>
      </header>
      {waiting(members)}
      <Scroll label={t('settings.members')}>
        <table className="stacks">
          <thead>
            <tr>
              <th scope="col">{t('members.email')}</th>
              <th scope="col">{t('members.roles')}</th>
              <th scope="col">{t('members.state')}</th>
              <th scope="col">{t('members.last')}</th>
              <th scope="col">
                <span className="unseen">{t('members.edit')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {members.data?.members.map((member) => (
              <tr key={member.id} className={member.disabledAt ? 'gone' : undefined}>
                <td className="wide">{member.email}</td>
                <td>{member.roles.map((role) => t(`role.${role}`)).join(', ')}</td>
                <td>
                  <State member={member} />
                </td>
                <td data-label={t('members.last')}>
                  {member.lastLoginAt ? <When at={member.lastLoginAt} /> : t('members.never')}
                </td>
                <td className="end">
                  {member.id !== me && (
                    <Button
                      size="small"
                      aria-label={t('members.change-title', { email: member.email })}
                      onPress={() => setChanging(member)}
                    >
                      {t('members.edit')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <InviteMember
        open={inviting}
        onClose={() => setInviting(false)}
        onToken={(issued) => {
          setToken(issued)
          anew()
        }}
      />
      {changing && (
        <ChangeMember
          member={changing}
          onClose={() => setChanging(null)}
          onDone={anew}
          onToken={setToken}
        />
      )}
      <Told
        title={t('members.link-title')}
        why={t('members.link')}
        value={link}
        onClose={() => setToken(null)}
      />
    </section>
  )
}

function State({ member }: { member: MemberRow }) {
  const t = useText()
  const moment = useMoment()
  const [tone, says] = stateOf(t, member, moment)
  return <Badge tone={tone}>{says}</Badge>
}

function stateOf(
  t: Translate,
  { disabledAt, inviteExpiresAt }: MemberRow,
  moment: (at: string) => string,
): [Tone, string] {
  if (disabledAt) return ['plain', t('members.disabled')]
  if (!inviteExpiresAt) return ['good', t('members.active')]
  if (Date.parse(inviteExpiresAt) < Date.now()) return ['warn', t('members.expired')]
  return ['info', t('members.invited', { until: moment(inviteExpiresAt) })]
}
