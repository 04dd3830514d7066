import { dryRunDocument } from '../../generated/graphql'
import { tryOut } from '../act'
import { useText } from '../text'
import type { Definition } from './definition'
import { DryRunCard } from './dry-run-card'
import { DryRunResult } from './dry-run-result'
import { sendable } from './problem'

/** Tries a policy on past sessions. What is shown is of the definition as it was when it was tried. */
export function DryRun({ definition, ready }: { definition: Definition; ready: boolean }) {
  const t = useText()
  return (
    <DryRunCard
      why={t('policy.dry-run-why')}
      untried={t('policy.not-tried-why')}
      ready={ready}
      tryOn={async (range) => {
        const wish = { definition: sendable(definition), ...range }
        return { result: await tryOut(dryRunDocument, wish), tried: definition }
      }}
    >
      {({ result, tried }) =>
        result && (
          <>
            {tried !== definition && <p className="notice warn">{t('policy.tried-before')}</p>}
            <DryRunResult run={result} />
          </>
        )
      }
    </DryRunCard>
  )
}
