import type { PolicyFragment } from '../../generated/graphql'
import { useText } from '../text'
import { Badge, type Tone } from '../ui/badge'

const TONES: Record<PolicyFragment['state'], Tone> = {
  DRAFT: 'info',
  PUBLISHED: 'good',
  RETIRED: 'plain',
}

/** Out of force is not the same as given up. */
export function StateBadge({ policy: { state, publishedAt } }: { policy: PolicyFragment }) {
  const t = useText()
  const name = state === 'RETIRED' && !publishedAt ? 'GIVEN_UP' : state
  return <Badge tone={TONES[state]}>{t(`policy-state.${name}`)}</Badge>
}
