import { randomUUID } from 'node:crypto'
import type { Probe, World } from './access-probes'
import { newDevice } from './device'
import { someAddress } from './members'

/** One for every field a request can begin with; a new field without one fails test/access. */
export const PROBES: Record<string, Probe> = {
  apiKeys: { needs: 'API_KEYS_MANAGE', variables: () => ({}) },
  credentialIssue: {
    needs: 'CREDENTIALS_ISSUE',
    variables: ({ sessionId }) => ({ input: { sessionId } }),
  },
  failedJobs: { needs: 'JOBS_REPLAY', variables: () => ({ first: 5 }) },
  jobReplay: {
    needs: 'JOBS_REPLAY',
    variables: ({ failedJobId }) => ({ input: { id: failedJobId } }),
  },
  members: { needs: 'MEMBERS_MANAGE', variables: () => ({}) },
  memberInvite: {
    needs: 'MEMBERS_MANAGE',
    variables: () => ({ input: { email: someAddress(), roles: ['AUDITOR'] } }),
  },
  memberReinvite: {
    needs: 'MEMBERS_MANAGE',
    variables: ({ memberId }) => ({ input: { id: memberId } }),
  },
  memberUpdate: {
    needs: 'MEMBERS_MANAGE',
    variables: ({ memberId }) => ({ input: { id: memberId, roles: ['DEVELOPER'] } }),
  },
  auditEvents: { needs: 'AUDIT_READ', variables: () => ({ first: 100 }) },
  auditCheckpoints: { needs: 'AUDIT_READ', variables: () => ({ first: 100 }) },
  kycSession: { needs: 'SESSIONS_READ', variables: ({ sessionId }) => ({ id: sessionId }) },
  kycSessions: {
    needs: 'SESSIONS_READ',
    variables: ({ applicantId }) => ({ first: 5, filter: { applicantId } }),
  },
  node: { needs: 'SESSIONS_READ', variables: ({ sessionId }) => ({ id: sessionId }) },
  webhookEndpoints: { needs: 'WEBHOOKS_READ', variables: () => ({}) },
  apiKeyCreate: {
    needs: 'API_KEYS_MANAGE',
    variables: () => ({ input: { label: 'probe', mode: 'TEST', scopes: ['API_KEYS_MANAGE'] } }),
  },
  apiKeyRevoke: {
    needs: 'API_KEYS_MANAGE',
    variables: ({ apiKeyId }) => ({ input: { id: apiKeyId } }),
  },
  apiKeyRotate: {
    needs: 'API_KEYS_MANAGE',
    variables: ({ apiKeyId }) => ({ input: { id: apiKeyId } }),
  },
  applicantErase: {
    needs: 'PERSONAL_DATA_ERASE',
    variables: ({ applicantId }) => ({ input: { applicantId } }),
  },
  erasure: {
    needs: 'PERSONAL_DATA_ERASE',
    variables: ({ erasedApplicantId }) => ({ applicantId: erasedApplicantId }),
  },
  applicantRelationshipEnd: {
    needs: 'SESSIONS_WRITE',
    variables: ({ applicantId }) => ({ input: { applicantId } }),
  },
  consentRecord: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId, textVersion: 'v1', locale: 'en' } }),
  },
  organization: { needs: 'SESSIONS_READ', variables: () => ({}) },
  organizationUpdate: {
    needs: 'SETTINGS_MANAGE',
    variables: () => ({ input: { retentionDays: 3650 } }),
  },
  applicantCreate: { needs: 'SESSIONS_WRITE', variables: () => ({ input: {} }) },
  captureManifestNonce: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId } }),
  },
  deviceKeyRegister: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId, nonce }) => ({ input: { sessionId, ...signedKey(sessionId, nonce) } }),
  },
  captureLinkCreate: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId } }),
  },
  captureKeys: { needs: 'SESSIONS_WRITE', variables: () => ({}) },
  captureChip: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId, sod: 'AA==', dg1: 'AA==', dg2: 'AA==' } }),
  },
  captureComplete: {
    needs: 'SESSIONS_WRITE',
    variables: ({ captureId }) => ({ input: { captureId, sha256: '0'.repeat(64) } }),
  },
  captureUploadCreate: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId, kind: 'SELFIE' } }),
  },
  kycSessionCancel: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId } }),
  },
  kycSessionCreate: {
    needs: 'SESSIONS_WRITE',
    variables: ({ applicantId }) => ({ input: { applicantId } }),
  },
  kycSessionSubmit: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId } }),
  },
  livenessChallengeStart: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId, flashes: false } }),
  },
  livenessStepSubmit: {
    needs: 'SESSIONS_WRITE',
    variables: ({ stepCaptureId }) => ({
      input: {
        captureId: stepCaptureId,
        sha256: '0'.repeat(64),
        frames: Array.from({ length: 8 }, (_, i) => ({ atMs: i * 100, byteLength: 1000 })),
      },
    }),
  },
  webhookEndpointCreate: {
    needs: 'WEBHOOKS_WRITE',
    variables: () => ({ input: { url: 'https://example.com/hook' } }),
  },
  webhookEndpointDisable: {
    needs: 'WEBHOOKS_WRITE',
    variables: ({ endpointId }) => ({ input: { id: endpointId } }),
  },
  webhookEndpointEnable: {
    needs: 'WEBHOOKS_WRITE',
    variables: ({ endpointId }) => ({ input: { id: endpointId } }),
  },
  webhookEndpointUpdate: {
    needs: 'WEBHOOKS_WRITE',
    variables: ({ endpointId }) => ({ input: { id: endpointId, paused: true } }),
  },
  webhookEndpointTest: {
    needs: 'WEBHOOKS_WRITE',
    variables: ({ endpointId }) => ({ input: { id: endpointId } }),
  },
  webhookSecretRotate: {
    needs: 'WEBHOOKS_WRITE',
    variables: ({ endpointId }) => ({ input: { id: endpointId } }),
  },
  webhookReplay: {
    needs: 'WEBHOOKS_WRITE',
    variables: ({ endpointId, sessionId, eventId }) => ({
      input: { endpointId, sessionId, eventId },
    }),
  },
  webhookDeliveries: {
    needs: 'WEBHOOKS_READ',
    variables: ({ endpointId, sessionId, eventId }) => ({
      filter: { endpointId, sessionId, eventId },
    }),
  },
  riskSettings: { needs: 'RESULTS_READ', variables: () => ({}) },
  riskSettingsUpdate: {
    needs: 'SETTINGS_MANAGE',
    variables: () => ({ input: { groups: ['DEVICES', 'CONTACTS', 'BEHAVIOUR'] } }),
  },
  riskDetailsRecord: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId, email: 'probe@example.test' } }),
  },
  pageBehaviourRecord: {
    needs: 'SESSIONS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId, steps: [], timesAway: 0, inputs: [] } }),
  },
  labelCreate: {
    needs: 'LABELS_WRITE',
    variables: ({ sessionId }) => ({ input: { sessionId, label: 'FRAUD' } }),
  },
  riskDrift: { needs: 'RESULTS_READ', variables: () => ({}) },
  riskModelInForce: { needs: 'RESULTS_READ', variables: () => ({}) },
  riskLabels: { needs: 'RESULTS_READ', variables: () => ({}) },
  scoreDrift: { needs: 'RESULTS_READ', variables: () => ({}) },
  matchCalibration: { needs: 'RESULTS_READ', variables: () => ({}) },
  riskDriftHistory: { needs: 'RESULTS_READ', variables: () => ({ days: 30 }) },
  sessionReplay: { needs: 'RESULTS_READ', variables: ({ sessionId }) => ({ sessionId }) },
  sessionReplayStart: {
    needs: 'RESULTS_READ',
    variables: ({ sessionId }) => ({ input: { sessionId } }),
  },
  policies: { needs: 'RESULTS_READ', variables: () => ({ first: 5 }) },
  policy: { needs: 'RESULTS_READ', variables: ({ policyId }) => ({ id: policyId }) },
  policyInForce: { needs: 'RESULTS_READ', variables: () => ({}) },
  policyDefault: { needs: 'RESULTS_READ', variables: () => ({}) },
  policyDraft: { needs: 'POLICIES_MANAGE', variables: () => ({ input: { definition: {} } }) },
  policyUpdate: {
    needs: 'POLICIES_MANAGE',
    variables: ({ policyId }) => ({ input: { id: policyId, note: 'probe' } }),
  },
  policyPublish: {
    needs: 'POLICIES_MANAGE',
    variables: ({ policyId }) => ({ input: { id: policyId, sha256: '0'.repeat(64) } }),
  },
  policyDryRun: {
    needs: 'POLICIES_MANAGE',
    variables: ({ policyId: id }) => ({
      input: { id, from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' },
    }),
  },
  policyRetire: {
    needs: 'POLICIES_MANAGE',
    variables: ({ policyId }) => ({ input: { id: policyId } }),
  },
  caseExport: {
    needs: 'PERSONAL_DATA_EXPORT',
    variables: ({ caseId }) => ({ input: { caseId } }),
  },
  reviewCase: { needs: 'RESULTS_READ', variables: ({ caseId }) => ({ id: caseId }) },
  reviewCases: {
    needs: 'RESULTS_READ',
    variables: ({ memberId, reviewedSessionId }) => ({
      ...{ first: 5, filter: { assigneeId: memberId, sessionId: [reviewedSessionId] } },
    }),
  },
  reviewers: { needs: 'CASES_DECIDE', variables: () => ({}) },
  reviewAgreement: {
    needs: 'RESULTS_READ',
    variables: () => ({ from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' }),
  },
  reviewMetrics: {
    needs: 'RESULTS_READ',
    variables: () => ({
      ...{ from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z', groupBy: 'MODEL' },
    }),
  },
  reviewCasesUpdated: { needs: 'RESULTS_READ', variables: () => ({}) },
  reviewFilters: { needs: 'CASES_DECIDE', variables: () => ({}) },
  faceAuthenticationSettings: { needs: 'SESSIONS_READ', variables: () => ({}) },
  faceAuthenticationSettingsUpdate: {
    needs: 'SETTINGS_MANAGE',
    variables: () => ({ input: { enabled: true } }),
  },
  faceEnrolments: { needs: 'FACES_ENROL', variables: ({ applicantId }) => ({ applicantId }) },
  faceEnrolmentCreate: {
    needs: 'FACES_ENROL',
    variables: ({ sessionId }) => ({ input: { sessionId } }),
  },
  faceEnrolmentRevoke: {
    needs: 'FACES_ENROL',
    variables: ({ faceEnrolmentId }) => ({ input: { id: faceEnrolmentId } }),
  },
  faceAuthentication: {
    needs: 'FACES_AUTHENTICATE',
    variables: ({ faceAuthenticationId }) => ({ id: faceAuthenticationId }),
  },
  faceAuthenticationCreate: {
    needs: 'FACES_AUTHENTICATE',
    variables: ({ applicantId }) => ({ input: { applicantId, action: someAction() } }),
  },
  faceAuthenticationSubmit: {
    needs: 'FACES_AUTHENTICATE',
    variables: ({ sessionId, nonce }) => ({ input: { sessionId, nonce, signature: 'AA' } }),
  },
  faceAuthorizationRedeem: {
    needs: 'FACES_AUTHENTICATE',
    variables: () => ({ input: { authorization: 'none', action: someAction() } }),
  },
  riskCandidates: { needs: 'RESULTS_READ', variables: () => ({ first: 5 }) },
  riskCandidate: { needs: 'RESULTS_READ', variables: ({ candidateId }) => ({ id: candidateId }) },
  riskCandidateTrain: { needs: 'POLICIES_MANAGE', variables: () => ({ input: {} }) },
  riskCandidateDryRun: {
    needs: 'POLICIES_MANAGE',
    variables: ({ candidateId: id }) => ({
      input: { id, from: '2026-01-01T00:00:00Z', before: '2027-01-01T00:00:00Z' },
    }),
  },
  caseFieldCorrect: {
    needs: 'CASES_DECIDE',
    variables: ({ caseId }) => ({
      input: { caseId, field: 'SURNAME', value: 'PROBE', reason: 'probe' },
    }),
  },
  caseAttachmentComplete: {
    needs: 'CASES_DECIDE',
    variables: ({ attachmentId }) => ({ input: { attachmentId } }),
  },
  caseReport: {
    needs: 'PERSONAL_DATA_EXPORT',
    variables: ({ caseId }) => ({ input: { caseId } }),
  },
  reviewFilterSave: {
    needs: 'CASES_DECIDE',
    variables: ({ memberId, reviewedSessionId }) => ({
      input: { name: 'probe', filter: { assigneeId: memberId, sessionId: [reviewedSessionId] } },
    }),
  },
  reviewFilterDelete: {
    needs: 'CASES_DECIDE',
    variables: ({ filterId }) => ({ input: { id: filterId } }),
  },
  reviewCaseNext: { needs: 'CASES_DECIDE', variables: () => ({ input: {} }) },
  secondReviewTake: { needs: 'CASES_DECIDE', variables: () => ({ input: {} }) },
  ...onCase({
    reviewCaseTake: {},
    reviewCaseRelease: {},
    reviewCaseEscalate: {},
    reviewCaseConfirm: {},
    reviewCaseSendBack: {},
    reviewNoteAdd: { text: 'probe' },
    caseAttachmentCreate: {
      ...{ name: 'probe.pdf', mediaType: 'application/pdf' },
      ...{ sha256: '0'.repeat(64), byteLength: 1 },
    },
    reviewFieldsReveal: { names: ['SURNAME'] },
    reviewCaseDecide: { outcome: 'APPROVE' },
    secondReviewDecide: { outcome: 'APPROVE' },
  }),
  kycSessionUpdated: { needs: 'SESSIONS_READ', variables: ({ sessionId }) => ({ id: sessionId }) },
}

/** Mutations of reviewers, each about one case. */
function onCase(inputs: Record<string, object>): Record<string, Probe> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const variables = ({ caseId }: World) => ({ input: { caseId, ...input } })
      return [name, { needs: 'CASES_DECIDE' as const, variables }]
    }),
  )
}

const signedKey = (sessionId: string, nonce: string) => newDevice().registration(sessionId, nonce)

/** All that the page of a capture link may ask; whatever else there is or comes is closed to it. */
export const FOR_APPLICANTS = [
  'captureComplete',
  'captureKeys',
  'captureLinkCreate',
  'captureManifestNonce',
  'captureUploadCreate',
  'consentRecord',
  'deviceKeyRegister',
  'faceAuthenticationSubmit',
  'kycSession',
  'kycSessionSubmit',
  'kycSessionUpdated',
  'livenessChallengeStart',
  'livenessStepSubmit',
  'pageBehaviourRecord',
]

/** An action that nobody was asked to confirm yet. */
export const someAction = () => ({ kind: 'OTHER', nonce: randomUUID(), display: 'probe' })
