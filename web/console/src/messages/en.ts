import { adminEn } from './admin-en'
import { caseEn } from './case-en'
import { codesEn } from './codes-en'
import { metricsEn } from './metrics-en'
import { policyEn } from './policy-en'
import { queueEn } from './queue-en'
import { settingsEn } from './settings-en'
import { shellEn } from './shell-en'

/** Every text of the console, in English. Other languages have the same keys: the compiler says which are missing. */
export const en = {
  ...shellEn,
  ...queueEn,
  ...caseEn,
  ...codesEn,
  ...adminEn,
  ...settingsEn,
  ...policyEn,
  ...metricsEn,
}

export type Key = keyof typeof en
