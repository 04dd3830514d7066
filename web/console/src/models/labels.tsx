import type { RiskLabelsQuery } from '../../generated/graphql'
import { useFormats } from '../metrics/formats'
import { useText } from '../text'

export type Labels = RiskLabelsQuery['riskLabels']

/** Whether a candidate can be made of them. */
export function isEnough({ trainedOn, heldBack, needed }: Labels): boolean {
  return [trainedOn, heldBack].every(({ fraud, honest }) => Math.min(fraud, honest) >= needed)
}

/** How many labels there are in either half of the sessions, and how many are needed. */
export function LabelTable({ trainedOn, heldBack, needed }: Labels) {
  const t = useText()
  return (
    <table className="label-counts">
      <caption>{t('models.labels', { needed })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('models.half')}</th>
          <th scope="col">{t('models.fraud')}</th>
          <th scope="col">{t('models.honest')}</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('models.older')}</th>
          <Count count={trainedOn.fraud} needed={needed} />
          <Count count={trainedOn.honest} needed={needed} />
        </tr>
        <tr>
          <th scope="row">{t('models.newer')}</th>
          <Count count={heldBack.fraud} needed={needed} />
          <Count count={heldBack.honest} needed={needed} />
        </tr>
      </tbody>
    </table>
  )
}

function Count({ count, needed }: { count: number; needed: number }) {
  const t = useText()
  const { number } = useFormats()
  const missing = needed - count
  return (
    <td>
      <span className="number">{number(count)}</span>
      <meter min={0} max={needed} value={Math.min(count, needed)} aria-hidden="true" />
      <span className={missing > 0 ? 'hint wrong' : 'hint'}>
        {missing > 0 ? t('models.missing', { count: missing }) : t('models.enough')}
      </span>
    </td>
  )
}
