import { useEffect, useState } from 'react'
import { useText } from '../text'

/** While past sessions are judged again: for how long already, and how long it may take. */
export function Trying() {
  const t = useText()
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <div className="trying">
      <div className="columns" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <p role="status">{t('policy.trying')}</p>
      <p className="hint number" aria-hidden="true">
        {t('policy.trying-since', { seconds })}
      </p>
    </div>
  )
}
