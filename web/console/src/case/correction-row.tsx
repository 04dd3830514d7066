import type { CorrectionFragment } from '../../generated/graphql'
import { AssigneeName } from '../queue/case-table'
import { useText } from '../text'
import { When } from '../ui/time'

type Props = { correction: CorrectionFragment; value: string | null; columns: number }

/** What a reviewer said that the field above says. */
export function CorrectionRow({ correction, value, columns }: Props) {
  const t = useText()
  const { length, reason, authorId, at } = correction
  return (
    <tr className="corrected">
      <th scope="row">{t('correct.corrected')}</th>
      <td colSpan={columns}>
        <ins>
          {value ?? (
            <>
              <span aria-hidden="true" className="dots">
                {'•'.repeat(Math.min(length, 14))}
              </span>
              <span className="unseen">{t('correct.hidden', { count: length })}</span>
            </>
          )}
        </ins>
        <span className="hint">
          {reason} · <AssigneeName id={authorId} />, <When at={at} />
        </span>
      </td>
    </tr>
  )
}
