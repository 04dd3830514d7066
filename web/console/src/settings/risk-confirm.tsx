import type { RiskGroup } from '../../generated/graphql'
import { Confirm } from '../case/confirm'
import { nameOf } from '../codes'
import { useText } from '../text'

type Props = {
  open: boolean
  before: readonly RiskGroup[]
  after: readonly RiskGroup[]
  onClose(): void
  onConfirm(): Promise<unknown>
}

/** Once more, before it holds: what the law asks of what is turned on, and what is deleted of what is turned off. */
export function RiskConfirm({ open, before, after, onClose, onConfirm }: Props) {
  const t = useText()
  const on = after.filter((group) => !before.includes(group))
  const off = before.filter((group) => !after.includes(group))
  const isNothingLeft = off.length > 0 && after.length === 0
  return (
    <Confirm
      open={open}
      title={t('risk-set.confirm')}
      why={t('risk-set.confirm-why')}
      look={off.length > 0 ? 'danger' : 'primary'}
      label={t(off.length > 0 ? 'risk-set.turn-off' : 'risk-set.turn-on')}
      remark={isNothingLeft ? t('risk-set.all-off') : null}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      {off.length > 0 && (
        <div className="deleted">
          <h3>{t('risk-set.turned-off')}</h3>
          <List groups={off} kind="risk-keeps" />
        </div>
      )}
      {on.length > 0 && (
        <div>
          <h3>{t('risk-set.turned-on')}</h3>
          <List groups={on} kind="risk-law" />
        </div>
      )}
    </Confirm>
  )
}

function List({ groups, kind }: { groups: readonly RiskGroup[]; kind: 'risk-keeps' | 'risk-law' }) {
  const t = useText()
  return (
    <ul className="what-changes">
      {groups.map((group) => (
        <li key={group}>
          <strong>{nameOf(t, 'risk-group', group)}</strong>
          <span>{nameOf(t, kind, group)}</span>
        </li>
      ))}
    </ul>
  )
}
