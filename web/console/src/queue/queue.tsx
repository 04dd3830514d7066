import { useText } from '../text'
import { Page } from '../ui/page'

export function QueuePage() {
  const t = useText()
  return <Page title={t('nav.queue')}>{null}</Page>
}
