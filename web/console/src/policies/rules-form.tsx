import { Plus, X } from 'lucide-react'
import { useText } from '../text'
import { Button } from '../ui/button'
import { Choice, Field } from '../ui/field'
import { CodeField } from './code-field'
import { RULE_OUTCOMES, type Rule, type RuleOutcome } from './definition'
import { useProblem } from './problem'
import '../styles/policy-rules.css'

const NEW: Rule = { name: '', when: '', outcome: 'REFER', text: '' }

/** Conditions of one's own. Where one holds the decision is at least as strict as it says. */
export function RulesForm({ rules, onChange }: { rules: Rule[]; onChange(rules: Rule[]): void }) {
  const t = useText()
  return (
    <div className="items">
      {rules.map((rule, at) => (
        <RuleForm
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place while its name is written
          key={at}
          place={`definition.rules.${at}`}
          rule={rule}
          onChange={(next) => onChange(rules.with(at, next))}
          onRemove={() => onChange(rules.toSpliced(at, 1))}
        />
      ))}
      <Button size="small" onPress={() => onChange([...rules, NEW])}>
        <Plus size={16} aria-hidden="true" /> {t('policy.add-rule')}
      </Button>
      {rules.length > 0 && <Vocabulary />}
    </div>
  )
}

type OneProps = { place: string; rule: Rule; onChange(rule: Rule): void; onRemove(): void }

function RuleForm({ place, rule, onChange, onRemove }: OneProps) {
  const t = useText()
  const { name, when, outcome, text } = rule
  const title = t('policy.rule-named', { name: name || '…' })
  return (
    <section className="item" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <Button look="ghost" size="small" aria-label={t('policy.remove')} onPress={onRemove}>
          <X size={16} aria-hidden="true" />
        </Button>
      </header>
      <div className="pairs">
        <Field
          label={t('policy.rule-name')}
          hint={t('policy.rule-name-why')}
          value={name}
          error={useProblem(`${place}.name`)}
          onChange={(value) => onChange({ ...rule, name: value })}
          maxLength={60}
        />
        <Choice
          label={t('policy.rule-outcome')}
          value={outcome}
          onChange={(value) => onChange({ ...rule, outcome: value as RuleOutcome })}
          options={RULE_OUTCOMES.map((value) => ({ value, label: t(`consequence.${value}`) }))}
        />
      </div>
      <CodeField
        label={t('policy.rule-when')}
        value={when}
        error={useProblem(`${place}.when`)}
        onChange={(value) => onChange({ ...rule, when: value })}
      />
      <Field
        label={t('policy.rule-text')}
        value={text}
        error={useProblem(`${place}.text`)}
        onChange={(value) => onChange({ ...rule, text: value })}
        maxLength={500}
      />
    </section>
  )
}

const WORDS = [
  ['document.country == "NGA"', 'policy.word.country'],
  ['document.type == "PASSPORT"', 'policy.word.type'],
  ['checks.FACE_MATCH.score < 4.7', 'policy.word.score'],
  ['checks.IMAGE_QUALITY.outcome == "WARN"', 'policy.word.outcome'],
  ['"IMAGE_GLARE" in codes', 'policy.word.codes'],
  ['codes.exists(c, c.startsWith("RECAPTURE_"))', 'policy.word.exists'],
] as const

/** What a condition can see, by example. */
function Vocabulary() {
  const t = useText()
  return (
    <details className="vocabulary">
      <summary>{t('policy.words')}</summary>
      <dl>
        {WORDS.map(([code, says]) => (
          <div key={code}>
            <dt>
              <code>{code}</code>
            </dt>
            <dd>{t(says)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
