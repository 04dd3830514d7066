import { ArrowLeft } from 'lucide-react'
import { Link } from 'wouter'
import { useText } from '../text'

/** To the list of policies. */
export function Back() {
  const t = useText()
  return (
    <Link className="button quiet normal" href="/policies">
      <ArrowLeft size={16} aria-hidden="true" /> {t('policy.all')}
    </Link>
  )
}
