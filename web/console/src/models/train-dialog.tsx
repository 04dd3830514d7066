import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { trainCandidateDocument } from '../../generated/graphql'
import { act } from '../act'
import { Confirm } from '../case/confirm'
import { useFormats } from '../metrics/formats'
import { useText } from '../text'
import { Choice } from '../ui/field'
import { waiting } from '../ui/states'
import { isEnough, LabelTable } from './labels'
import { MODELS, useLabels } from './use-models'

const LOADS = ['0.01', '0.02', '0.05', '0.1', '0.2']

/** Asks a worker for a candidate, after saying what it would learn from. */
export function TrainDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useText()
  const { percent } = useFormats()
  const client = useQueryClient()
  const [load, setLoad] = useState('0.05')
  const labels = useLabels(open)
  const train = async () => {
    await act(trainCandidateDocument, { load: Number(load), seed: 1 })
    await client.invalidateQueries({ queryKey: [MODELS, 'candidates'] })
  }
  return (
    <Confirm
      open={open}
      title={t('models.train')}
      why={t('models.train-why')}
      label={t('models.train-start')}
      look="primary"
      ready={labels.data !== undefined && isEnough(labels.data)}
      onClose={onClose}
      onConfirm={train}
    >
      {waiting(labels, 3)}
      {labels.data && <LabelTable {...labels.data} />}
      {labels.data && !isEnough(labels.data) && (
        <p className="notice warn" role="status">
          {t('models.too-few', { needed: labels.data.needed })}
        </p>
      )}
      <div className="stack">
        <Choice
          label={t('models.load-of')}
          value={load}
          onChange={setLoad}
          options={LOADS.map((value) => ({ value, label: percent(Number(value)) }))}
        />
        <p className="hint">{t('models.load-why')}</p>
      </div>
    </Confirm>
  )
}
