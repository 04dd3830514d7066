import { apiKeyStore } from './api-keys'
import { applicantStore } from './applicants'
import { auditStore } from './audit'
import { blobRecordStore } from './blob-records'
import { candidateStore } from './candidates'
import { captureLinkStore } from './capture-links'
import { captureStore } from './captures'
import { caseAttachmentStore } from './case-attachments'
import type { Database } from './database'
import { deviceKeyStore } from './device-keys'
import { erasureStore } from './erasures'
import { faceAuthenticationStore } from './face-authentications'
import { faceEnrolmentStore } from './face-enrolments'
import { faceSettingsStore } from './face-settings'
import { failedJobStore } from './failed-jobs'
import { fieldCorrectionStore } from './field-corrections'
import { idempotencyKeyStore } from './idempotency-keys'
import type { Keys } from './keys'
import { livenessChallengeStore } from './liveness-challenges'
import { matchTrialStore } from './match-trials'
import { memberStore } from './members'
import { openingStore } from './openings'
import { organizationStore } from './organizations'
import { outboxStore } from './outbox'
import { passkeyStore } from './passkeys'
import { pastDecisionStore } from './past-decisions'
import { policyStore } from './policies'
import { replayStore } from './replays'
import { resultStore } from './results'
import { retentionStore } from './retention'
import { reviewCaseStore } from './review-cases'
import { reviewFilterStore } from './review-filters'
import { reviewMetricsStore } from './review-metrics'
import { reviewOverdueStore } from './review-overdue'
import { reviewRecordStore } from './review-records'
import { reviewWorkStore } from './review-work'
import { riskStore } from './risk'
import { riskAssessmentStore } from './risk-assessments'
import { riskDetailsStore } from './risk-details'
import { riskDriftStore } from './risk-drift'
import { riskFaceStore } from './risk-faces'
import { riskLabelStore } from './risk-labels'
import { sealingKeyStore } from './sealing-keys'
import { sessionStore } from './sessions'
import { webhookDeliveryStore } from './webhook-deliveries'
import { webhookEndpointStore } from './webhook-endpoints'
import { webhookHistoryStore } from './webhook-history'

export type Stores = ReturnType<typeof stores>

/** Everything that is kept in the database. */
export function stores(db: Database, keys: Keys) {
  return {
    organizations: organizationStore(db),
    apiKeys: apiKeyStore(db),
    members: memberStore(db),
    passkeys: passkeyStore(db),
    applicants: applicantStore(db),
    sealingKeys: sealingKeyStore(db),
    sessions: sessionStore(db, keys),
    captures: captureStore(db),
    captureLinks: captureLinkStore(db),
    openings: openingStore(db),
    deviceKeys: deviceKeyStore(db),
    challenges: livenessChallengeStore(db),
    results: resultStore(db, keys),
    policies: policyStore(db),
    pastDecisions: pastDecisionStore(db),
    matchTrials: matchTrialStore(db),
    replays: replayStore(db),
    reviewCases: reviewCaseStore(db),
    reviewWork: reviewWorkStore(db),
    reviewRecords: reviewRecordStore(db, keys),
    fieldCorrections: fieldCorrectionStore(db, keys),
    caseAttachments: caseAttachmentStore(db, keys),
    reviewOverdue: reviewOverdueStore(db),
    reviewMetrics: reviewMetricsStore(db),
    reviewFilters: reviewFilterStore(db),
    risk: riskStore(db, keys),
    riskAssessments: riskAssessmentStore(db),
    riskDetails: riskDetailsStore(db, keys),
    riskDrift: riskDriftStore(db),
    riskFaces: riskFaceStore(db, keys),
    riskLabels: riskLabelStore(db),
    candidates: candidateStore(db),
    faceSettings: faceSettingsStore(db),
    faceEnrolments: faceEnrolmentStore(db, keys),
    faceAuthentications: faceAuthenticationStore(db, keys),
    outbox: outboxStore(db),
    failedJobs: failedJobStore(db),
    idempotencyKeys: idempotencyKeyStore(db),
    webhookEndpoints: webhookEndpointStore(db, keys),
    webhookDeliveries: webhookDeliveryStore(db, keys),
    webhookHistory: webhookHistoryStore(db),
    blobRecords: blobRecordStore(db),
    erasures: erasureStore(db),
    retention: retentionStore(db),
    audit: auditStore(db),
  }
}
