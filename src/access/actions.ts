/** All that somebody may be allowed to do, and what it means. */
export const ACTIONS = {
  SESSIONS_READ: 'See applicants, sessions, their captures and history; no findings.',
  SESSIONS_WRITE: 'Create applicants and sessions, send captures, submit, cancel.',
  RESULTS_READ: 'See what was read from documents, the checks and the decisions.',
  IMAGES_READ: 'See images of documents and faces.',
  CASES_DECIDE: 'Decide cases that wait for a reviewer.',
  PERSONAL_DATA_EXPORT: 'Take out everything that is kept about an applicant.',
  PERSONAL_DATA_ERASE: 'Erase everything that is kept about an applicant.',
  WEBHOOKS_READ: 'See webhook endpoints and deliveries.',
  WEBHOOKS_WRITE: 'Create, change, test and replay webhooks.',
  API_KEYS_MANAGE: 'See, create, rotate and revoke API keys.',
  MEMBERS_MANAGE: 'See, invite, change and remove members.',
  SETTINGS_MANAGE: 'Change what holds for the whole organisation: retention, branding.',
  AUDIT_READ: 'See the audit log.',
} as const

export type Action = keyof typeof ACTIONS

export const ALL_ACTIONS = Object.keys(ACTIONS) as Action[]

/** What an API key may be given. Cases are decided by people. */
export const KEY_SCOPES: Action[] = ALL_ACTIONS.filter((action) => action !== 'CASES_DECIDE')
