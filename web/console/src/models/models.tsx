import { useState } from 'react'
import { Link, Redirect, useParams } from 'wouter'
import type { Mode } from '../../generated/graphql'
import { useMember } from '../member'
import { type Key, useText } from '../text'
import { Button } from '../ui/button'
import { Choice } from '../ui/field'
import { Page } from '../ui/page'
import { waiting } from '../ui/states'
import { MatchCalibration } from './calibration'
import { Candidates } from './candidates'
import { RiskDrift } from './drift'
import { InForce } from './in-force'
import { ScoreDrift } from './scores'
import { TrainDialog } from './train-dialog'
import { useModelInForce } from './use-models'
import '../styles/admin.css'
import '../styles/policies.css'
import '../styles/metrics.css'
import '../styles/models.css'
import '../styles/model-charts.css'
import '../styles/drift.css'

type Section = { id: string; label: Key; show(mode: Mode): React.ReactNode }

const SECTIONS: Section[] = [
  { id: '', label: 'models.models', show: () => <Models /> },
  { id: 'drift', label: 'models.drift', show: (mode) => <RiskDrift mode={mode} /> },
  {
    id: 'scores',
    label: 'models.scores',
    show: (mode) => (
      <>
        <ScoreDrift mode={mode} />
        <MatchCalibration mode={mode} />
      </>
    ),
  },
]

const MODES: Mode[] = ['LIVE', 'TEST']

/** By what the risk of sessions is scored, what could take its place, and whether it still holds. */
export function ModelsPage() {
  const t = useText()
  const { section = '' } = useParams<{ section?: string }>()
  const [mode, setMode] = useState<Mode>('LIVE')
  const here = SECTIONS.find(({ id }) => id === section)
  if (!here) return <Redirect to="/models" replace />
  return (
    <Page
      title={t('nav.models')}
      actions={here.id === '' ? <Train /> : <ModeChoice mode={mode} onChange={setMode} />}
    >
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
      {here.show(mode)}
    </Page>
  )
}

/** Tests are measured apart from what is real. */
function ModeChoice({ mode, onChange }: { mode: Mode; onChange(mode: Mode): void }) {
  const t = useText()
  return (
    <Choice
      label={t('drift.mode')}
      hideLabel
      value={mode}
      onChange={(value) => onChange(value as Mode)}
      options={MODES.map((value) => ({ value, label: t(`drift.mode.${value}`) }))}
    />
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
