import { brandColours, brandContrast, READABLE } from '../../../shared/brand-colours'
import { usePreferences } from '../preferences'
import { useText } from '../text'

/** Whether a colour can be read as it is, in both schemes, and what the applicant's page makes of it where not (WCAG 1.4.3). */
export function ContrastNote({ colour }: { colour: string }) {
  const t = useText()
  const { language } = usePreferences()
  const ratio = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const found = brandContrast(colour)
  const mended = brandColours(colour)
  return (
    <div role="status">
      <ul className="contrasts">
        {(['light', 'dark'] as const).map((scheme) => {
          const isReadable = found[scheme] >= READABLE
          return (
            <li key={scheme} className={isReadable ? 'hint' : 'warned'}>
              <i style={{ backgroundColor: mended[scheme].colour }} aria-hidden="true" />
              {t(isReadable ? 'brand.readable' : 'brand.mended', {
                scheme: t(`theme.${scheme}`),
                ratio: ratio.format(found[scheme]),
              })}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
