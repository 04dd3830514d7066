import { brandColours } from '../../../shared/brand-colours'
import { useText } from '../text'

type Props = { name: string; colour: string; logo: string | null }

/** The head and the button of the applicant's page, in both schemes. */
export function BrandPreview({ name, colour, logo }: Props) {
  const t = useText()
  const colours = brandColours(colour)
  return (
    <div className="previews">
      {(['light', 'dark'] as const).map((scheme) => (
        <figure key={scheme} className={`preview ${scheme}`}>
          <div className="phone">
            <div className="head">
              {logo ? <img src={logo} alt={name} /> : <strong>{name}</strong>}
            </div>
            <p className="title">{t('brand.sample')}</p>
            <p>{t('brand.sample-why')}</p>
            <span
              className="go"
              style={{ backgroundColor: colours[scheme].colour, color: colours[scheme].on }}
            >
              {t('brand.sample-go')}
            </span>
          </div>
          <figcaption>{t(`theme.${scheme}`)}</figcaption>
        </figure>
      ))}
    </div>
  )
}
