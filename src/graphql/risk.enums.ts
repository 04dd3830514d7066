import { FEATURES, type FeatureName, type RiskGroup } from '../risk/features'
import type { Label } from '../risk/observation'
import type { TrainEvery } from '../storage/risk-records'
import { enumOf } from './enums'

export const RiskGroupName = enumOf<RiskGroup>(
  'RiskGroup',
  'What may be compared between sessions. Each is off until it is turned on; turned off, what was kept for it is deleted.',
  {
    DEVICES: 'Device keys: used for others, used often, changed.',
    DOCUMENTS: 'Numbers of documents: with another applicant.',
    IMAGES: 'Image files: sent by another applicant as well.',
    CONTACTS: 'E-mail addresses and phone numbers given in `riskDetailsRecord`.',
    PLACES:
      'Postal address, network and country of the network given there. Weak: never enough by themselves.',
    CONDUCT: 'How the session was done: how fast, how often, hints of injection.',
    BEHAVIOUR:
      'How a form of yours and the applicant’s page were used, in numbers: time, pastes, switches away. Weak: never enough by themselves. Read docs/risk.md first.',
    DETAILS: 'Name and date of birth given there against the document; ages.',
    WATCHLISTS: 'Names on watchlists.',
    FACES:
      'Faces: each is looked for among those of all other applicants. Biometric identification; read docs/risk.md first.',
    GRAPH: 'Who is joined with whom, and with known fraud.',
  },
)

export const RiskFeature = enumOf<FeatureName>(
  'RiskFeature',
  'A signal of risk.',
  Object.fromEntries(
    Object.entries(FEATURES).map(([name, { unit }]) => [name, `In: ${unit}.`]),
  ) as Record<FeatureName, string>,
)

export const SessionLabelName = enumOf<Label>('SessionLabel', 'What a session turned out to be.', {
  FRAUD: 'The applicant was not who they said, or meant to deceive.',
  CHARGEBACK: 'A payment of the applicant was reversed as fraud.',
  LEGITIMATE: 'Known to be honest.',
})

export const RiskTrainEvery = enumOf<TrainEvery>(
  'RiskTrainEvery',
  'How often a candidate is trained without being asked for.',
  { WEEKLY: 'Seven days after the last.', MONTHLY: 'Thirty days after the last.' },
)
