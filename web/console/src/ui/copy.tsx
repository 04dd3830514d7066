import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../text'
import { Button } from './button'

/** Something told once, with a button that copies it. */
export function CopyBox({ value, label }: { value: string; label: string }) {
  const t = useText()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
  }
  return (
    <div className="copy-box">
      <code>{value}</code>
      <Button size="small" onPress={() => void copy()} aria-label={`${t('copy')}: ${label}`}>
        {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
        {t(copied ? 'copied' : 'copy')}
      </Button>
    </div>
  )
}
