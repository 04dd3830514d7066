import { useState } from 'react'
import { Link, Redirect, useParams } from 'wouter'
import { useMember } from '../member'
import { type Key, useText } from '../text'
import { Button } from '../ui/button'
import { Page } from '../ui/page'
import { waiting } from '../ui/states'
import { Candidates } from './candidates'
import { InForce } from './in-force'
import { TrainDialog } from './train-dialog'
import { useModelInForce } from './use-models'
import '../styles/admin.css'
import '../styles/policies.css'
import '../styles/metrics.css'
import '../styles/models.css'
import '../styles/model-charts.css'

const SECTIONS = [{ id: '', label: 'models.models', show: () => <Models /> }] as const satisfies {
  id: string
  label: Key
  show: () => React.ReactNode
}[]

/** By what the risk of sessions is scored, what could take its place, and whether it still holds. */
export function ModelsPage() {
  const t = useText()
  const { section = '' } = useParams<{ section?: string }>()
  const here = SECTIONS.find(({ id }) => id === section)
  if (!here) return <Redirect to="/models" replace />
  return (
    <Page title={t('nav.models')} actions={here.id === '' && <Train />}>
      <p className="hint lead">{t('models.lead')}</p>
      <nav className="sections across" aria-label={t('models.sections')}>
        {SECTIONS.map(({ id, label }) => (
          <Link
            key={id}
            href={id ? `/models/${id}` : '/models'}
            aria-current={id === here.id ? 'page' : undefined}
          >
            {t(label)}
          </Link>
        ))}
      </nav>
      {here.show()}
    </Page>
  )
}

function Train() {
  const t = useText()
  const { can } = useMember()
  const [open, setOpen] = useState(false)
  const inForce = useModelInForce()
  if (!can('POLICIES_MANAGE') || !inForce.data?.riskSettings.groups.length) return null
  return (
    <>
      <Button look="primary" onPress={() => setOpen(true)}>
        {t('models.train')}
      </Button>
      <TrainDialog open={open} onClose={() => setOpen(false)} />
    </>
  )
}

function Models() {
  const inForce = useModelInForce()
  return (
    <>
      {waiting(inForce, 4)}
      {inForce.data && <InForce {...inForce.data} />}
      <Candidates isAnythingOn={(inForce.data?.riskSettings.groups.length ?? 0) > 0} />
    </>
  )
}
