import { adminEn } from './admin-en'
import { caseEn } from './case-en'
import { codesEn } from './codes-en'
import { driftEn } from './drift-en'
import { metricsEn } from './metrics-en'
import { modelsEn } from './models-en'
import { policyEn } from './policy-en'
import { queueEn } from './queue-en'
import { recordEn } from './record-en'
import { riskSettingsEn } from './risk-settings-en'
import { settingsEn } from './settings-en'
import { shellEn } from './shell-en'

/** Every text of the console, in English. Other languages have the same keys: the compiler says which are missing. */
export const en = {
  ...shellEn,
  ...queueEn,
  ...caseEn,
  ...recordEn,
  ...codesEn,
  ...adminEn,
  ...settingsEn,
  ...policyEn,
  ...metricsEn,
  ...modelsEn,
  ...driftEn,
  ...riskSettingsEn,
}

export type Key = keyof typeof en
