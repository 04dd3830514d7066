import { usePreferences } from '../preferences'
import { useText } from '../text'

/** The scale ends at one in a hundred million: nothing measured here goes further. */
const DECADES = 8

const placeOf = (oneIn: number) =>
  `${(Math.min(Math.max(Math.log10(oneIn), 0), DECADES) / DECADES) * 100}%`

/** How alike the faces look, as strangers per such likeness, on a scale of powers of ten beside what is asked for. */
export function Odds({ oneIn, neededOneIn }: { oneIn: number; neededOneIn: number }) {
  const t = useText()
  const { language } = usePreferences()
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 })
  const enough = oneIn >= neededOneIn
  return (
    <div className="odds">
      <h3>{t('odds.title')}</h3>
      <div className={`scale ${enough ? 'good' : 'bad'}`} aria-hidden="true">
        <span className="filled" style={{ width: placeOf(oneIn) }} />
        <span className="needed" style={{ left: placeOf(neededOneIn) }} />
        <span className="found" style={{ left: placeOf(oneIn) }} />
      </div>
      <p>
        {t('odds.text', { measured: format.format(oneIn), needed: format.format(neededOneIn) })}
      </p>
    </div>
  )
}
