import type { Message } from '../text'
import { adminDe } from './admin-de'
import { caseDe } from './case-de'
import { codesDe } from './codes-de'
import { driftDe } from './drift-de'
import type { Key } from './en'
import { metricsDe } from './metrics-de'
import { modelsDe } from './models-de'
import { policyDe } from './policy-de'
import { queueDe } from './queue-de'
import { recordDe } from './record-de'
import { riskSettingsDe } from './risk-settings-de'
import { settingsDe } from './settings-de'
import { shellDe } from './shell-de'

export const de: Record<Key, Message> = {
  ...shellDe,
  ...queueDe,
  ...caseDe,
  ...recordDe,
  ...codesDe,
  ...adminDe,
  ...settingsDe,
  ...policyDe,
  ...metricsDe,
  ...modelsDe,
  ...driftDe,
  ...riskSettingsDe,
}
