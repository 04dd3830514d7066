import { useMutation } from '@tanstack/react-query'
import { Download, FileText, Image, Paperclip } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { AskError } from '../../../shared/ask'
import type { AttachmentFragment, CaseHeadFragment } from '../../generated/graphql'
import { usePreferences } from '../preferences'
import { AssigneeName } from '../queue/case-table'
import { type Key, type Translate, useText } from '../text'
import { Button } from '../ui/button'
import { explain, Failure } from '../ui/states'
import { When } from '../ui/time'
import { attach, KINDS, MOST_FILES } from './attach'
import { fetchFile } from './look'
import { save } from './save'

type Props = {
  head: CaseHeadFragment
  /** Whether files may be added; opened, with the case in hand. */
  canAdd: boolean
  canOpen: boolean
  onChange(head: CaseHeadFragment | null): void
}

/** Files that reviewers put on the case, and a way to add one. */
export function Attachments({ head, canAdd, canOpen, onChange }: Props) {
  const t = useText()
  const { attachments } = head
  const { add, sent } = useAdding(head.id, onChange)
  const isFull = attachments.length >= MOST_FILES
  return (
    <section className="card attachments" aria-busy={add.isPending}>
      <header>
        <h2>{t('attach.title')}</h2>
        {canAdd && (
          <FileTrigger
            acceptedFileTypes={KINDS}
            onSelect={(files) => files?.[0] && add.mutate(files[0])}
          >
            <Button size="small" isDisabled={isFull} busy={add.isPending}>
              <Paperclip size={16} aria-hidden="true" /> {t('attach.add')}
            </Button>
          </FileTrigger>
        )}
      </header>
      {attachments.length > 0 && (
        <ul>
          {attachments.map((each) => (
            <Attachment key={each.id} caseId={head.id} {...each} canOpen={canOpen} />
          ))}
        </ul>
      )}
      <div className="inside">
        {attachments.length === 0 && <p className="hint">{t('attach.none')}</p>}
        {add.isPending && <Progress name={add.variables.name} sent={sent} />}
        {add.isError && <Failure error={add.error} says={explainFile(t, add.error)} />}
        {canAdd && <p className="hint">{t(isFull ? 'attach.full' : 'attach.hint')}</p>}
      </div>
    </section>
  )
}

/** `sent`: how much of the file that is being added, 0..1. */
function useAdding(caseId: string, onChange: Props['onChange']) {
  const [sent, setSent] = useState(0)
  const add = useMutation({
    mutationFn: (file: File) => attach(caseId, file, setSent),
    onMutate: () => setSent(0),
    onSuccess: onChange,
  })
  return { add, sent }
}

function Progress({ name, sent }: { name: string; sent: number }) {
  const t = useText()
  const percent = Math.round(sent * 100)
  const says = sent < 1 ? t('attach.sending', { name, percent }) : t('attach.checking', { name })
  return (
    <div className="progress" role="status">
      <p>{says}</p>
      <progress aria-label={says} max={100} {...(sent < 1 && { value: percent })} />
    </div>
  )
}

type OneProps = AttachmentFragment & { caseId: string; canOpen: boolean }

function Attachment({ caseId, canOpen, ...file }: OneProps) {
  const t = useText()
  const { language } = usePreferences()
  const { id, name, mediaType, byteLength, authorId, at, kept } = file
  const open = useMutation({
    mutationFn: () => fetchFile(`/cases/${caseId}/attachments/${id}`),
    onSuccess: (blob) => save(blob, mediaType, name),
  })
  const Icon = mediaType === 'application/pdf' ? FileText : Image
  return (
    <li>
      <Icon size={20} aria-hidden="true" />
      <div>
        <p className="name">{name}</p>
        <p className="hint">
          {sizeIn(language, byteLength)} · <AssigneeName id={authorId} />, <When at={at} />
        </p>
        {open.isError && <Failure error={open.error} />}
      </div>
      {kept ? (
        <Button
          size="small"
          isDisabled={!canOpen}
          busy={open.isPending}
          aria-label={t('attach.open-one', { name })}
          onPress={() => open.mutate()}
        >
          <Download size={16} aria-hidden="true" /> {t('attach.open')}
        </Button>
      ) : (
        <span className="hint">{t('attach.removed')}</span>
      )}
    </li>
  )
}

function sizeIn(language: string, bytes: number): string {
  const [unit, value] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6]
  const style = { style: 'unit', unit, maximumFractionDigits: bytes < 1e6 ? 0 : 1 } as const
  return new Intl.NumberFormat(language, style).format(Math.max(value, 1))
}

const TOLD: Partial<Record<string, Key>> = {
  FILE_UNSUPPORTED: 'attach.wrong-kind',
  UPLOAD_TOO_LARGE: 'attach.too-large',
  UPLOAD_EMPTY: 'attach.empty',
  IMAGE_UNSUPPORTED: 'attach.wrong-kind',
  IMAGE_DAMAGED: 'attach.damaged',
  IMAGE_TOO_SMALL: 'attach.too-small',
  IMAGE_TOO_MANY_PIXELS: 'attach.too-many-pixels',
}

function explainFile(t: Translate, error: unknown): string {
  const key = error instanceof AskError ? TOLD[error.code] : undefined
  return key ? t(key) : explain(t, error)
}
