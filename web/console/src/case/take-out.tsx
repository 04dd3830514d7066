import { useMutation } from '@tanstack/react-query'
import { FileCheck2, FileText } from 'lucide-react'
import { useState } from 'react'
import { exportCaseDocument, reportCaseDocument } from '../../generated/graphql'
import { act } from '../act'
import { useMember } from '../member'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Check } from '../ui/check'
import { Failure } from '../ui/states'
import { save } from './save'

/** The case as a file: to be read, or to be checked by a machine. Each is one row of the audit log. */
export function TakeOut({ caseId }: { caseId: string }) {
  const t = useText()
  const { can } = useMember()
  const [images, setImages] = useState(false)
  const [values, setValues] = useState(false)
  const report = useMutation({
    mutationFn: () => act(reportCaseDocument, { caseId, images, values }),
    onSuccess: (file) => file && save(bytesOf(file.pdf), 'application/pdf', file.fileName),
  })
  const bundle = useMutation({
    mutationFn: () => act(exportCaseDocument, { caseId, images }),
    onSuccess: (file) => file && save(file.bundle, 'application/json', file.fileName),
  })
  const failed = report.error ?? bundle.error
  if (!can('PERSONAL_DATA_EXPORT')) return null
  return (
    <section className="card take-out">
      <header>
        <h2>{t('out.title')}</h2>
      </header>
      <div className="inside">
        {can('IMAGES_READ') && (
          <Check isSelected={images} onChange={setImages}>
            {t('out.images')}
          </Check>
        )}
        <Check isSelected={values} onChange={setValues}>
          {t('out.values')}
        </Check>
        <div className="tools">
          <Button size="small" busy={report.isPending} onPress={() => report.mutate()}>
            <FileText size={16} aria-hidden="true" /> {t('out.pdf')}
          </Button>
          <Button size="small" busy={bundle.isPending} onPress={() => bundle.mutate()}>
            <FileCheck2 size={16} aria-hidden="true" /> {t('out.bundle')}
          </Button>
        </div>
        {failed && <Failure error={failed} />}
        <p className="hint">{t('out.hint')}</p>
      </div>
    </section>
  )
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
}
