/** All that somebody may be allowed to do, and what it means. */
export const ACTIONS = {
  SESSIONS_READ: 'See applicants, sessions, their captures and history; no findings.',
  SESSIONS_WRITE: 'Create applicants and sessions, send captures, submit, cancel.',
  RESULTS_READ: 'See what was read from documents, the checks and the decisions.',
  IMAGES_READ: 'See images of documents and faces, and files attached to cases.',
  CASES_DECIDE: 'Decide cases that wait for a reviewer.',
  POLICIES_MANAGE: 'Draft policies, try them on past sessions, and publish those of others.',
  LABELS_WRITE: 'Say what a session turned out to be: fraud, a chargeback, or honest.',
  CREDENTIALS_ISSUE: 'Issue credentials to people who were approved.',
  FACES_ENROL: 'Enrol the faces of approved applicants to be asked for again, and revoke that.',
  FACES_AUTHENTICATE: 'Have applicants confirm actions by face, and redeem what they confirmed.',
  PERSONAL_DATA_EXPORT: 'Take out everything that is kept about an applicant.',
  PERSONAL_DATA_ERASE: 'Erase everything that is kept about an applicant.',
  WEBHOOKS_READ: 'See webhook endpoints and deliveries.',
  WEBHOOKS_WRITE: 'Create, change, test and replay webhooks.',
  JOBS_REPLAY: 'See jobs that failed, and run them again.',
  API_KEYS_MANAGE: 'See, create, rotate and revoke API keys.',
  MEMBERS_MANAGE: 'See, invite, change and remove members.',
  SETTINGS_MANAGE: 'Change what holds for the whole organisation: retention, branding.',
  AUDIT_READ: 'See the audit log.',
} as const

export type Action = keyof typeof ACTIONS

/**
 * What a capture link gives, for its one session: what the applicant's own page does there. No scope and part of no role, so
 * that a field is closed to applicants unless it was opened to them (graphql/context.ts).
 */
export type Right = Action | 'CAPTURE'

export const ALL_ACTIONS = Object.keys(ACTIONS) as Action[]

/** Who may do what: every member has one of these roles or several. */
export const ROLES = {
  ADMIN: ALL_ACTIONS,
  REVIEWER: ['SESSIONS_READ', 'RESULTS_READ', 'IMAGES_READ', 'CASES_DECIDE', 'LABELS_WRITE'],
  AUDITOR: ['SESSIONS_READ', 'RESULTS_READ', 'WEBHOOKS_READ', 'AUDIT_READ'],
  DEVELOPER: [
    'SESSIONS_READ',
    'SESSIONS_WRITE',
    'WEBHOOKS_READ',
    'WEBHOOKS_WRITE',
    'JOBS_REPLAY',
    'API_KEYS_MANAGE',
  ],
} as const satisfies Record<string, readonly Action[]>

export type Role = keyof typeof ROLES

export const ROLE_NAMES = Object.keys(ROLES) as Role[]

/** What the holder of these roles may do. */
export function actionsOf(roles: readonly Role[]): Action[] {
  const allowed = new Set<Action>(roles.flatMap((role) => [...ROLES[role]]))
  return ALL_ACTIONS.filter((action) => allowed.has(action))
}

/** What people do themselves: no API key may. */
const FOR_PEOPLE: readonly Action[] = ['CASES_DECIDE', 'POLICIES_MANAGE']

/** What an API key may be given. Cases are decided, and policies made, by people. */
export const KEY_SCOPES: Action[] = ALL_ACTIONS.filter((action) => !FOR_PEOPLE.includes(action))
