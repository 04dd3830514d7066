import { useText } from '../text'

/** The desk before what lies on it has come: its parts stand where they will be. */
export function Opening() {
  const t = useText()
  return (
    <div className="panes opening" aria-busy="true">
      <p className="unseen" role="status">
        {t('loading')}
      </p>
      <div className="look">
        <Part title={t('faces.title')} rows={4} />
        <Part title={t('doc.title')} rows={3} />
      </div>
      <div className="know">
        <Part title={t('reasons.title')} rows={2} />
        <Part title={t('fields.title')} rows={5} />
      </div>
    </div>
  )
}

const BARS = ['a', 'b', 'c', 'd', 'e']

function Part({ title, rows }: { title: string; rows: number }) {
  return (
    <section className="card">
      <header>
        <h2>{title}</h2>
      </header>
      <div className="inside">
        <div className="loading" aria-hidden="true">
          {BARS.slice(0, rows).map((bar) => (
            <div key={bar} className="bar" />
          ))}
        </div>
      </div>
    </section>
  )
}
