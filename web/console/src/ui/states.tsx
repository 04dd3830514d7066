import { CircleAlert, Inbox, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { AskError } from '../../../shared/ask'
import { type Key, type Translate, useText } from '../text'
import { Button } from './button'

const TOLD: Partial<Record<string, Key>> = {
  OFFLINE: 'error.OFFLINE',
  INTERNAL_SERVER_ERROR: 'error.INTERNAL_SERVER_ERROR',
  FORBIDDEN: 'error.FORBIDDEN',
  NOT_FOUND: 'error.NOT_FOUND',
  LOGIN_TOO_OLD: 'error.LOGIN_TOO_OLD',
}

/** What went wrong, and what to do about it. */
export function explain(t: Translate, error: unknown): string {
  if (!(error instanceof AskError)) return t('error.INTERNAL_SERVER_ERROR')
  if (error.retryAfterSec !== null) return t('error.WAIT', { seconds: error.retryAfterSec })
  const key = TOLD[error.code]
  return key ? t(key) : error.message
}

/** A place whose content is on its way; announced once, and shown only when it takes a moment. */
export function Loading({ rows = 4 }: { rows?: number }) {
  const t = useText()
  return (
    <div className="loading" role="status">
      <span className="unseen">{t('loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars are alike
        <div key={row} className="bar" />
      ))}
    </div>
  )
}

type FailureProps = { error: unknown; says?: string; onRetry?: () => void }

/** `says`: in place of what is said of the error everywhere. */
export function Failure({ error, says, onRetry }: FailureProps) {
  const t = useText()
  return (
    <div className="notice bad" role="alert">
      <CircleAlert size={20} aria-hidden="true" />
      <p>{says ?? explain(t, error)}</p>
      {onRetry && (
        <Button size="small" onPress={onRetry}>
          <RotateCw size={14} aria-hidden="true" /> {t('try-again')}
        </Button>
      )}
    </div>
  )
}

type EmptyProps = { title: string; children?: ReactNode; icon?: ReactNode }

export function Empty({
  title,
  children,
  icon = <Inbox size={28} aria-hidden="true" />,
}: EmptyProps) {
  return (
    <div className="empty">
      {icon}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
    </div>
  )
}

type Asked = { isPending: boolean; isError: boolean; error: unknown; refetch(): unknown }

/** What stands in place of an answer that is not there yet, or did not come; null once it is there. */
export function waiting(asked: Asked, rows?: number): ReactNode {
  if (asked.isPending) return <Loading {...(rows !== undefined && { rows })} />
  if (asked.isError) return <Failure error={asked.error} onRetry={() => void asked.refetch()} />
  return null
}
