import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { changeOrganisationDocument } from '../../generated/graphql'
import { act } from '../act'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Field } from '../ui/field'
import { Failure } from '../ui/states'
import { BrandPreview } from './brand-preview'
import { ContrastNote } from './contrast-note'
import { type Organisation, WithOrganisation } from './organisation-query'
import { readLogo } from './read-logo'
import '../styles/branding.css'

/** As whom the applicant's page shows the organisation. */
export function BrandingSection() {
  return (
    <WithOrganisation>{(found, anew) => <Form found={found} onDone={anew} />}</WithOrganisation>
  )
}

const COLOUR = /^#[0-9a-f]{6}$/i
/** What the applicant's page has where nothing is set (tokens.css). */
const OURS = '#1d4ed8'

function Form({ found, onDone }: { found: Organisation; onDone(): void }) {
  const t = useText()
  const [colour, setColour] = useState(found.brandColour ?? '')
  const [logo, setLogo] = useState(found.brandLogo ?? null)
  const text = colour.trim()
  const isColour = text === '' || COLOUR.test(text)
  const shown = COLOUR.test(text) ? text : OURS
  const save = useMutation({
    mutationFn: () =>
      act(changeOrganisationDocument, {
        brandColour: text === '' ? null : text,
        brandLogo: logo,
      }),
    onSuccess: onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <section className="card">
      <header>
        <div>
          <h2>{t('settings.branding')}</h2>
          <p className="hint">{t('brand.why')}</p>
        </div>
      </header>
      <div className="inside brand">
        <form onSubmit={submit}>
          <div className="colour">
            <input
              type="color"
              aria-label={t('brand.pick')}
              value={shown}
              onChange={({ target }) => setColour(target.value)}
            />
            <Field
              label={t('brand.colour')}
              hint={t('brand.colour-why')}
              error={isColour ? null : t('brand.no-colour')}
              value={colour}
              onChange={setColour}
              placeholder={OURS}
              maxLength={7}
            />
          </div>
          {COLOUR.test(text) && <ContrastNote colour={text} />}
          <Logo logo={logo} onChange={setLogo} />
          {save.isError && <Failure error={save.error} />}
          <span role="status">
            {save.isSuccess && <p className="notice good">{t('org.saved')}</p>}
          </span>
          <Button type="submit" look="primary" busy={save.isPending} isDisabled={!isColour}>
            {t('org.save')}
          </Button>
        </form>
        <BrandPreview name={found.name} colour={shown} logo={logo} />
      </div>
    </section>
  )
}

function Logo({ logo, onChange }: { logo: string | null; onChange(logo: string | null): void }) {
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const [isWrong, setWrong] = useState(false)
  const take = async (file: File | undefined) => {
    if (!file) return
    const read = await readLogo(file)
    setWrong(read === null)
    if (read !== null) onChange(read)
  }
  return (
    <div className="field">
      <label htmlFor="logo">{t('brand.logo')}</label>
      <input
        ref={input}
        id="logo"
        type="file"
        accept="image/png,image/jpeg,image/webp"
        onChange={({ target }) => void take(target.files?.[0])}
      />
      <span className="hint">{t('brand.logo-why')}</span>
      {isWrong && (
        <span className="wrong" role="alert">
          {t('brand.no-logo')}
        </span>
      )}
      {logo !== null && (
        <div>
          <Button
            size="small"
            onPress={() => {
              onChange(null)
              if (input.current) input.current.value = ''
            }}
          >
            {t('brand.remove-logo')}
          </Button>
        </div>
      )}
    </div>
  )
}
