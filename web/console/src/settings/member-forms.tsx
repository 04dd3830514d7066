import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { CheckboxGroup, Label } from 'react-aria-components'
import {
  changeMemberDocument,
  inviteMemberDocument,
  type MemberRole,
  reinviteMemberDocument,
} from '../../generated/graphql'
import { act } from '../act'
import { codesOf } from '../codes'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Check } from '../ui/check'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Failure } from '../ui/states'
import type { MemberRow } from './members-section'

type InviteProps = { open: boolean; onClose(): void; onToken(token: string): void }

export function InviteMember({ open, onClose, onToken }: InviteProps) {
  const t = useText()
  return (
    <Dialog title={t('members.invite')} open={open} onClose={onClose}>
      <InviteForm
        onClose={onClose}
        onToken={(token) => {
          onClose()
          onToken(token)
        }}
      />
    </Dialog>
  )
}

function InviteForm({ onClose, onToken }: Omit<InviteProps, 'open'>) {
  const t = useText()
  const [email, setEmail] = useState('')
  const [roles, setRoles] = useState<MemberRole[]>(['REVIEWER'])
  const invite = useMutation({
    mutationFn: () => act(inviteMemberDocument, { email, roles }),
    onSuccess: (invited) => invited && onToken(invited.token),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    invite.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Field
        label={t('members.email')}
        type="email"
        value={email}
        onChange={setEmail}
        isRequired
        autoFocus
      />
      <Roles roles={roles} onChange={setRoles} />
      {invite.isError && <Failure error={invite.error} />}
      <footer>
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button
          type="submit"
          look="primary"
          busy={invite.isPending}
          isDisabled={!email.trim() || roles.length === 0}
        >
          {t('members.invite')}
        </Button>
      </footer>
    </form>
  )
}

type ChangeProps = {
  member: MemberRow
  onClose(): void
  onDone(): void
  onToken(token: string): void
}

/** Other roles; the way in taken away or given back; a new invitation; lost passkeys. */
export function ChangeMember({ member, onClose, onDone, onToken }: ChangeProps) {
  const t = useText()
  const { id, email, disabledAt } = member
  const [roles, setRoles] = useState<MemberRole[]>([...member.roles])
  const deed = useMutation({
    mutationFn: (step: () => Promise<unknown>) => step(),
    onSuccess: () => {
      onDone()
      onClose()
    },
  })
  const change = (input: { roles?: MemberRole[]; disabled?: boolean; removePasskeys?: boolean }) =>
    deed.mutate(() => act(changeMemberDocument, { id, ...input }))
  const reinvite = () =>
    deed.mutate(async () => {
      const invited = await act(reinviteMemberDocument, { id })
      if (invited) onToken(invited.token)
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change({ roles })
  }
  return (
    <Dialog title={t('members.change-title', { email })} open onClose={onClose}>
      <form onSubmit={submit}>
        <p>{t('members.change-why')}</p>
        <Roles roles={roles} onChange={setRoles} />
        {deed.isError && <Failure error={deed.error} />}
        <footer>
          <Button
            onPress={() => change({ disabled: !disabledAt })}
            look={disabledAt ? 'quiet' : 'danger'}
          >
            {t(disabledAt ? 'members.enable' : 'members.end')}
          </Button>
          {!disabledAt && <Button onPress={reinvite}>{t('members.reinvite')}</Button>}
          <Button
            type="submit"
            look="primary"
            busy={deed.isPending}
            isDisabled={roles.length === 0}
          >
            {t('save')}
          </Button>
        </footer>
      </form>
      <div className="stack">
        <p className="hint">{t('members.remove-passkeys-why')}</p>
        <Button size="small" onPress={() => change({ removePasskeys: true })}>
          {t('members.remove-passkeys')}
        </Button>
      </div>
    </Dialog>
  )
}

function Roles({ roles, onChange }: { roles: MemberRole[]; onChange(roles: MemberRole[]): void }) {
  const t = useText()
  return (
    <CheckboxGroup
      value={roles}
      onChange={(chosen) => onChange(chosen as MemberRole[])}
      className="choices"
    >
      <Label>{t('members.roles')}</Label>
      {codesOf(t, 'role').map(({ value, label }) => (
        <Check key={value} value={value}>
          {label}
        </Check>
      ))}
    </CheckboxGroup>
  )
}
