import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { useText } from './text'
import { Button } from './ui/button'
import { Empty } from './ui/states'

type Props = { children: ReactNode }

/** Where a page throws, this stands in its place. React asks for a class here. */
export class Broken extends Component<Props, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? <Apology /> : this.props.children
  }
}

function Apology() {
  const t = useText()
  return (
    <main role="alert">
      <Empty title={t('error.broken')} icon={<TriangleAlert size={28} aria-hidden="true" />}>
        {t('error.broken-why')}
      </Empty>
      <Button look="primary" onPress={() => window.location.reload()}>
        {t('error.reload')}
      </Button>
    </main>
  )
}
