-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Mode" AS ENUM ('LIVE', 'TEST');

-- CreateEnum
CREATE TYPE "SessionStatus" AS ENUM ('AWAITING_CAPTURE', 'PROCESSING', 'IN_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'ERASED');

-- CreateEnum
CREATE TYPE "SessionTrigger" AS ENUM ('CREATE', 'SUBMIT', 'RETAKE', 'REFER', 'APPROVE', 'REJECT', 'EXPIRE', 'CANCEL', 'ERASE', 'RETRY');

-- CreateEnum
CREATE TYPE "CaptureKind" AS ENUM ('DOCUMENT_FRONT', 'DOCUMENT_BACK', 'SELFIE');

-- CreateEnum
CREATE TYPE "CaptureStatus" AS ENUM ('AWAITING_UPLOAD', 'UPLOADED', 'READY', 'FAILED', 'REPLACED');

-- CreateEnum
CREATE TYPE "BlobState" AS ENUM ('PENDING', 'LIVE', 'DELETED');

-- CreateEnum
CREATE TYPE "CheckOutcome" AS ENUM ('PASS', 'WARN', 'FAIL', 'SKIPPED');

-- CreateEnum
CREATE TYPE "DecisionOutcome" AS ENUM ('APPROVED', 'REJECTED', 'IN_REVIEW', 'RETAKE');

-- CreateEnum
CREATE TYPE "DeliveryState" AS ENUM ('PENDING', 'DELIVERED', 'DEAD');

-- CreateTable
CREATE TABLE "Organization" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "label" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Applicant" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "externalId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Applicant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KycSession" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "status" "SessionStatus" NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "touchedAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "KycSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SessionEvent" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "trigger" "SessionTrigger" NOT NULL,
    "from" "SessionStatus",
    "to" "SessionStatus" NOT NULL,
    "actor" TEXT NOT NULL,
    "reasons" TEXT[],
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SessionEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Capture" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "kind" "CaptureKind" NOT NULL,
    "status" "CaptureStatus" NOT NULL,
    "uploadExpiresAt" TIMESTAMP(3) NOT NULL,
    "uploadKey" TEXT,
    "uploadSha256" TEXT,
    "uploadBytes" INTEGER,
    "imageKey" TEXT,
    "imageSha256" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "failure" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMP(3),

    CONSTRAINT "Capture_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Blob" (
    "key" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "byteLength" INTEGER NOT NULL,
    "state" "BlobState" NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Blob_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Check" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "outcome" "CheckOutcome" NOT NULL,
    "score" DOUBLE PRECISION,
    "reasons" JSONB NOT NULL,
    "durationMs" INTEGER NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DocumentReading" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "captureId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "data" JSONB NOT NULL,
    "portraitKey" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DocumentReading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "outcome" "DecisionOutcome" NOT NULL,
    "reasons" JSONB NOT NULL,
    "policyVersion" TEXT NOT NULL,
    "codeVersion" TEXT NOT NULL,
    "models" JSONB NOT NULL,
    "inputs" JSONB NOT NULL,
    "timings" JSONB NOT NULL,
    "decidedBy" TEXT NOT NULL,
    "decidedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxEntry" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMP(3),

    CONSTRAINT "OutboxEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookEndpoint" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "disabledAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookEndpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookEvent" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "endpointId" TEXT NOT NULL,
    "state" "DeliveryState" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3) NOT NULL,
    "lastStatus" INTEGER,
    "lastError" TEXT,
    "deliveredAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ApiKey_tenantId_idx" ON "ApiKey"("tenantId");

-- CreateIndex
CREATE UNIQUE INDEX "Applicant_tenantId_id_key" ON "Applicant"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Applicant_tenantId_externalId_key" ON "Applicant"("tenantId", "externalId");

-- CreateIndex
CREATE INDEX "KycSession_tenantId_createdAt_id_idx" ON "KycSession"("tenantId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "KycSession_status_touchedAt_idx" ON "KycSession"("status", "touchedAt");

-- CreateIndex
CREATE INDEX "KycSession_status_expiresAt_idx" ON "KycSession"("status", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "KycSession_tenantId_id_key" ON "KycSession"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "SessionEvent_sessionId_sequence_key" ON "SessionEvent"("sessionId", "sequence");

-- CreateIndex
CREATE INDEX "Capture_sessionId_kind_status_idx" ON "Capture"("sessionId", "kind", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Capture_tenantId_id_key" ON "Capture"("tenantId", "id");

-- CreateIndex
CREATE INDEX "Blob_state_createdAt_idx" ON "Blob"("state", "createdAt");

-- CreateIndex
CREATE INDEX "Blob_sessionId_idx" ON "Blob"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "Check_sessionId_epoch_name_key" ON "Check"("sessionId", "epoch", "name");

-- CreateIndex
CREATE UNIQUE INDEX "DocumentReading_sessionId_epoch_key" ON "DocumentReading"("sessionId", "epoch");

-- CreateIndex
CREATE UNIQUE INDEX "Decision_sessionId_epoch_key" ON "Decision"("sessionId", "epoch");

-- CreateIndex
CREATE INDEX "OutboxEntry_sentAt_id_idx" ON "OutboxEntry"("sentAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookEndpoint_tenantId_id_key" ON "WebhookEndpoint"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookEvent_tenantId_id_key" ON "WebhookEvent"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookEvent_sessionId_sequence_key" ON "WebhookEvent"("sessionId", "sequence");

-- CreateIndex
CREATE INDEX "WebhookDelivery_state_nextAttemptAt_idx" ON "WebhookDelivery"("state", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_eventId_endpointId_key" ON "WebhookDelivery"("eventId", "endpointId");

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Applicant" ADD CONSTRAINT "Applicant_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KycSession" ADD CONSTRAINT "KycSession_tenantId_applicantId_fkey" FOREIGN KEY ("tenantId", "applicantId") REFERENCES "Applicant"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionEvent" ADD CONSTRAINT "SessionEvent_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Capture" ADD CONSTRAINT "Capture_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Check" ADD CONSTRAINT "Check_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DocumentReading" ADD CONSTRAINT "DocumentReading_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_tenantId_eventId_fkey" FOREIGN KEY ("tenantId", "eventId") REFERENCES "WebhookEvent"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_tenantId_endpointId_fkey" FOREIGN KEY ("tenantId", "endpointId") REFERENCES "WebhookEndpoint"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was decided, checked and done is never rewritten; erasure deletes whole rows.
CREATE FUNCTION "refuse_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows never change', TG_TABLE_NAME;
END $$;

CREATE TRIGGER "Decision_never_changes" BEFORE UPDATE ON "Decision" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "Check_never_changes" BEFORE UPDATE ON "Check" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "SessionEvent_never_changes" BEFORE UPDATE ON "SessionEvent" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
