import { useText } from '../text'
import { Button } from './button'
import { CopyBox } from './copy'
import { Dialog } from './dialog'

type Props = { title: string; why: string; value: string | null; onClose(): void }

/** Something told this once: a key, a secret, an invitation. */
export function Told({ title, why, value, onClose }: Props) {
  const t = useText()
  return (
    <Dialog title={title} open={value !== null} onClose={onClose}>
      <div className="stack">
        <p>{why}</p>
        <CopyBox value={value ?? ''} label={title} />
      </div>
      <footer>
        <Button look="primary" onPress={onClose}>
          {t('close')}
        </Button>
      </footer>
    </Dialog>
  )
}
