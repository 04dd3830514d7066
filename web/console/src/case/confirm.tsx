import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field } from '../ui/field'
import { Failure } from '../ui/states'

type Props = {
  open: boolean
  title: string
  why: string
  remark?: string | null
  label: string
  look: 'good' | 'danger' | 'primary'
  note?: boolean
  ready?: boolean
  onClose(): void
  onConfirm(note: string | null): Promise<unknown>
  children?: ReactNode
}

/** Asks once more. Enter confirms, Escape leaves; what the server refuses is told here. */
export function Confirm({ open, title, onClose, ...rest }: Props) {
  return (
    <Dialog title={title} open={open} onClose={onClose} role="alertdialog">
      <Form {...rest} onClose={onClose} />
    </Dialog>
  )
}

type FormProps = Omit<Props, 'open' | 'title'>

/** In a component of its own, so that it begins anew each time the dialog opens. */
function Form({
  why,
  remark,
  label,
  look,
  note,
  ready = true,
  onClose,
  onConfirm,
  children,
}: FormProps) {
  const t = useText()
  const [text, setText] = useState('')
  const confirm = useMutation({
    mutationFn: () => onConfirm(text.trim() === '' ? null : text.trim()),
    onSuccess: onClose,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !confirm.isPending) confirm.mutate()
  }
  return (
    <form onSubmit={submit}>
      <p>{why}</p>
      {children}
      {remark && <p className="notice info">{remark}</p>}
      {note && <Field label={t('decide.note')} value={text} onChange={setText} maxLength={4000} />}
      {confirm.isError && <Failure error={confirm.error} />}
      <footer>
        <Button onPress={onClose}>{t('cancel')}</Button>
        <Button
          type="submit"
          look={look}
          shortcut="↵"
          busy={confirm.isPending}
          isDisabled={!ready}
          autoFocus={ready}
        >
          {label}
        </Button>
      </footer>
    </form>
  )
}
