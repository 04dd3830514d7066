import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useText } from '../text'
import { Button } from './button'

type Props = {
  title: string
  open: boolean
  onClose(): void
  wide?: boolean
  role?: 'dialog' | 'alertdialog'
  children: ReactNode
}

/** Escape, the cross and a click beside it close it; focus goes back to where it was. */
export function Dialog({ title, open, onClose, wide = false, role = 'dialog', children }: Props) {
  const t = useText()
  return (
    <ModalOverlay
      isOpen={open}
      onOpenChange={(isOpen) => isOpen || onClose()}
      isDismissable
      className="veil"
    >
      <Modal className={wide ? 'modal wide' : 'modal'}>
        <AriaDialog role={role} className="dialog">
          <header>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button look="ghost" size="small" aria-label={t('close')} onPress={onClose}>
              <X size={18} aria-hidden="true" />
            </Button>
          </header>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
