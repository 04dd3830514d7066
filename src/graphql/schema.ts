import 'reflect-metadata'
import { createPubSub } from '@graphql-yoga/subscription'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync } from 'type-graphql'
import { ApiKeyResolver } from './api-key.resolver'
import { ApplicantResolver } from './applicant.resolver'
import { ApplicantPageResolver } from './applicant-page.resolver'
import { AuditResolver } from './audit.resolver'
import { BehaviourResolver } from './behaviour.resolver'
import { CaptureResolver } from './capture.resolver'
import { CaptureKeyResolver } from './capture-key.resolver'
import { CaptureLinkResolver } from './capture-link.resolver'
import { CaseAttachmentResolver } from './case-attachment.resolver'
import { CaseExportResolver } from './case-export.resolver'
import { CredentialResolver } from './credential.resolver'
import { DeviceResolver } from './device.resolver'
import { DuplicatesResolver } from './duplicates.resolver'
import { FaceAuthenticationResolver } from './face-authentication.resolver'
import { FaceEnrolmentResolver } from './face-enrolment.resolver'
import { JobResolver } from './job.resolver'
import { LinkGraphResolver } from './link-graph.resolver'
import { LivenessResolver } from './liveness.resolver'
import { MatchCalibrationResolver } from './match-calibration.resolver'
import { MemberResolver } from './member.resolver'
import { NodeResolver } from './node.resolver'
import { PolicyResolver } from './policy.resolver'
import { PolicyDryRunResolver } from './policy-dry-run.resolver'
import { PrivacyResolver } from './privacy.resolver'
import { ReplayResolver } from './replay.resolver'
import { ReviewResolver } from './review.resolver'
import { ReviewCaseResolver } from './review-case.resolver'
import { ReviewDecisionResolver } from './review-decision.resolver'
import { ReviewExplanationResolver } from './review-explanation.resolver'
import { ReviewFilterResolver } from './review-filter.resolver'
import { ReviewFindingsResolver } from './review-findings.resolver'
import { ReviewMetricsResolver } from './review-metrics.resolver'
import { RiskResolver } from './risk.resolver'
import { RiskCandidateResolver } from './risk-candidate.resolver'
import { RiskDriftResolver } from './risk-drift.resolver'
import { RiskModelResolver } from './risk-model.resolver'
import { ScoreDriftResolver } from './score-drift.resolver'
import { SessionResolver } from './session.resolver'
import { SessionFieldsResolver } from './session-fields.resolver'
import { WebhookResolver } from './webhook.resolver'

const RESOLVERS = [
  ApiKeyResolver,
  ApplicantResolver,
  ApplicantPageResolver,
  BehaviourResolver,
  CaptureKeyResolver,
  CaptureLinkResolver,
  AuditResolver,
  CaptureResolver,
  CaseAttachmentResolver,
  CaseExportResolver,
  CredentialResolver,
  DeviceResolver,
  FaceAuthenticationResolver,
  FaceEnrolmentResolver,
  JobResolver,
  LivenessResolver,
  MemberResolver,
  NodeResolver,
  PolicyResolver,
  PolicyDryRunResolver,
  PrivacyResolver,
  ReplayResolver,
  ReviewResolver,
  ReviewCaseResolver,
  ReviewDecisionResolver,
  ReviewExplanationResolver,
  ReviewFilterResolver,
  ReviewExplanationResolver,
  DuplicatesResolver,
  LinkGraphResolver,
  ReviewFindingsResolver,
  ReviewMetricsResolver,
  RiskResolver,
  RiskCandidateResolver,
  RiskDriftResolver,
  RiskModelResolver,
  ScoreDriftResolver,
  MatchCalibrationResolver,
  SessionResolver,
  SessionFieldsResolver,
  WebhookResolver,
] as const

/** The public contract, from the code. `npm run schema` prints it to schema.graphql. */
export function createSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: RESOLVERS,
    // type-graphql insists on one; subscriptions here listen to the database (sessions/watch-session.ts).
    pubSub: createPubSub(),
    validate: { forbidUnknownValues: false },
  })
}
