/** All that is written into the audit log, and what the object and the details are. */
export const AUDIT_ACTIONS = {
  ORGANIZATION_CREATED: 'The organisation was made.',
  SESSION_CHANGED: 'A session was created, moved on or decided: trigger, statuses, reason codes.',
  CONSENT_RECORDED: 'The applicant of a session agreed to a text.',
  CAPTURE_LINK_CREATED: 'A link was made for the applicant of a session: which, and its time.',
  CAPTURE_LINK_OPENED:
    'The link of a session was opened: whoever did is its applicant from now on.',
  DOCUMENT_READING_OPENED: 'Somebody saw what was read from the document of a session.',
  IMAGE_VIEWED: 'Somebody saw an image of a session.',
  IMAGES_REMOVED: 'The images of a session were removed: their time was over.',
  PERSONAL_DATA_EXPORTED: 'All that is kept about an applicant was taken out.',
  RELATIONSHIP_ENDED: 'The retention of an applicant began to run.',
  APPLICANT_ERASED: 'An applicant was erased.',
  API_KEY_CREATED: 'An API key was made: its mode and scopes.',
  API_KEY_ROTATED: 'An API key got a successor.',
  API_KEY_REVOKED: 'An API key was ended.',
  SETTINGS_CHANGED: 'Settings of the organisation were changed: their new values.',
  WEBHOOK_ENDPOINT_CREATED: 'A webhook endpoint was registered.',
  WEBHOOK_ENDPOINT_CHANGED: 'A webhook endpoint was changed, paused or taken up again: what of it.',
  WEBHOOK_ENDPOINT_DISABLED: 'A webhook endpoint was disabled: why.',
  WEBHOOK_SECRET_ROTATED: 'A webhook endpoint got a new secret.',
  WEBHOOK_EVENTS_REPLAYED: 'Events were sent to an endpoint again: how many.',
  MEMBER_INVITED: 'Somebody was invited: the roles.',
  MEMBER_JOINED: 'A member accepted the invitation.',
  MEMBER_CHANGED: 'A member got other roles, or was disabled or enabled.',
  MEMBER_LOGGED_IN: 'A member logged in.',
  MEMBER_PAUSED: 'A member cannot log in for a while: too many wrong passwords.',
  PASSKEY_REGISTERED: 'A member registered a passkey: which.',
  PASSKEY_REMOVED: 'A passkey of a member was removed: which.',
  PASSKEY_COUNTER_FELL:
    'A passkey signed with a counter that was used before, and was refused: there may be a copy of it.',
  TENANT_KEY_ROTATED: 'The organisation got a new encryption key: its version.',
  TENANT_KEY_REWRAPPED: 'A key of the organisation was wrapped with the root key as it is now.',
  JOB_REPLAYED: 'A failed job was run again.',
  AUDIT_EXPORTED: 'The audit log was taken out.',
} as const

export type AuditAction = keyof typeof AUDIT_ACTIONS
