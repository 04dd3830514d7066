import { useMember } from '../member'
import { useReviewers } from '../queue/filter-bar'
import { useText } from '../text'
import { Id } from '../ui/id'

/** Whose id this is: an address for whoever may know it. */
export function Person({ id }: { id: string }) {
  const t = useText()
  const { id: me } = useMember()
  const reviewers = useReviewers()
  if (id === me) return <strong>{t('policy.you')}</strong>
  const found = reviewers.find((each) => each.id === id)
  if (found) return <span className="person">{found.email}</span>
  return id.startsWith('mem_') ? <Id value={id} /> : <span>{id}</span>
}
