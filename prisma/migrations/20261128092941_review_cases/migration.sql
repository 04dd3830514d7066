-- CreateEnum
CREATE TYPE "ReviewStage" AS ENUM ('OPEN', 'ESCALATED', 'AWAITING_SECOND', 'CLOSED');

-- CreateEnum
CREATE TYPE "ReviewPriority" AS ENUM ('NORMAL', 'HIGH', 'URGENT');

-- CreateEnum
CREATE TYPE "ReviewStep" AS ENUM ('FIRST', 'SECOND', 'BLIND');

-- CreateEnum
CREATE TYPE "ReviewOutcome" AS ENUM ('APPROVE', 'REJECT', 'RETAKE', 'SEND_BACK');

-- CreateEnum
CREATE TYPE "FourEyes" AS ENUM ('NONE', 'REJECTIONS', 'ALL');

-- DropIndex
DROP INDEX "Decision_sessionId_epoch_key";

-- AlterTable
ALTER TABLE "Decision" ADD COLUMN     "byReviewer" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "country" TEXT,
ADD COLUMN     "documentType" "DocumentType";

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "fourEyes" "FourEyes" NOT NULL DEFAULT 'NONE',
ADD COLUMN     "reviewSlaHours" INTEGER NOT NULL DEFAULT 24,
ADD COLUMN     "secondReviewPercent" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "KycSession" ADD COLUMN     "retakeKind" "CaptureKind";

-- CreateTable
CREATE TABLE "ReviewCase" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "stage" "ReviewStage" NOT NULL DEFAULT 'OPEN',
    "waits" BOOLEAN NOT NULL DEFAULT true,
    "reasons" TEXT[],
    "country" TEXT,
    "documentType" "DocumentType",
    "priority" "ReviewPriority" NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "assigneeId" TEXT,
    "heldUntil" TIMESTAMP(3),
    "overdueAt" TIMESTAMP(3),
    "closedAt" TIMESTAMP(3),
    "outcome" "ReviewOutcome",
    "awaitsBlind" BOOLEAN NOT NULL DEFAULT false,
    "escalatedBy" TEXT,

    CONSTRAINT "ReviewCase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Review" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "round" INTEGER NOT NULL,
    "step" "ReviewStep" NOT NULL,
    "reviewerId" TEXT NOT NULL,
    "outcome" "ReviewOutcome" NOT NULL,
    "reasons" TEXT[],
    "captureKind" "CaptureKind",
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewNote" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "text" BYTEA NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReviewNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewFilter" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReviewFilter_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ReviewCase_tenantId_waits_priority_dueAt_id_idx" ON "ReviewCase"("tenantId", "waits", "priority" DESC, "dueAt", "id");

-- CreateIndex
CREATE INDEX "ReviewCase_tenantId_awaitsBlind_idx" ON "ReviewCase"("tenantId", "awaitsBlind");

-- CreateIndex
CREATE INDEX "ReviewCase_waits_overdueAt_dueAt_idx" ON "ReviewCase"("waits", "overdueAt", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewCase_tenantId_id_key" ON "ReviewCase"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewCase_sessionId_epoch_key" ON "ReviewCase"("sessionId", "epoch");

-- CreateIndex
CREATE INDEX "Review_tenantId_step_at_idx" ON "Review"("tenantId", "step", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Review_caseId_round_reviewerId_key" ON "Review"("caseId", "round", "reviewerId");

-- CreateIndex
CREATE UNIQUE INDEX "Review_caseId_round_step_key" ON "Review"("caseId", "round", "step");

-- CreateIndex
CREATE INDEX "ReviewNote_caseId_idx" ON "ReviewNote"("caseId");

-- CreateIndex
CREATE INDEX "ReviewNote_sessionId_idx" ON "ReviewNote"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewFilter_memberId_name_key" ON "ReviewFilter"("memberId", "name");

-- CreateIndex
CREATE INDEX "Decision_tenantId_decidedAt_idx" ON "Decision"("tenantId", "decidedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Decision_sessionId_epoch_byReviewer_key" ON "Decision"("sessionId", "epoch", "byReviewer");

-- AddForeignKey
ALTER TABLE "ReviewCase" ADD CONSTRAINT "ReviewCase_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewCase" ADD CONSTRAINT "ReviewCase_tenantId_assigneeId_fkey" FOREIGN KEY ("tenantId", "assigneeId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "ReviewCase"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_tenantId_reviewerId_fkey" FOREIGN KEY ("tenantId", "reviewerId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewNote" ADD CONSTRAINT "ReviewNote_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "ReviewCase"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewNote" ADD CONSTRAINT "ReviewNote_tenantId_authorId_fkey" FOREIGN KEY ("tenantId", "authorId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewFilter" ADD CONSTRAINT "ReviewFilter_tenantId_memberId_fkey" FOREIGN KEY ("tenantId", "memberId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ReviewCase" ADD CONSTRAINT "ReviewCase_waits_until_closed" CHECK ("waits" = ("stage" <> 'CLOSED'));

-- Sessions that wait for a person already: as urgent as any, due a day from now. Their owner sees rows only while the tables
-- are not closed to it.
ALTER TABLE "KycSession" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "SessionEvent" NO FORCE ROW LEVEL SECURITY;
INSERT INTO "ReviewCase" ("id", "tenantId", "sessionId", "epoch", "reasons", "documentType", "priority", "openedAt", "dueAt")
SELECT 'cas_' || replace(gen_random_uuid()::text, '-', ''), s."tenantId", s.id, s.epoch, e.reasons, s."documentType", 'NORMAL', e.at,
  (now() AT TIME ZONE 'UTC') + interval '24 hours'
FROM "KycSession" s JOIN "SessionEvent" e ON e."sessionId" = s.id AND e.sequence = s.sequence
WHERE s.status = 'IN_REVIEW';
ALTER TABLE "SessionEvent" FORCE ROW LEVEL SECURITY;
ALTER TABLE "KycSession" FORCE ROW LEVEL SECURITY;

ALTER TABLE "ReviewCase" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "ReviewCase" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "ReviewCase" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "ReviewCase" TO countersign_app;
GRANT SELECT ON "ReviewCase" TO countersign_system;

ALTER TABLE "Review" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Review" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "Review" TO countersign_system USING (true);
GRANT SELECT, INSERT ON "Review" TO countersign_app;

ALTER TABLE "ReviewNote" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "ReviewNote" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "ReviewNote" TO countersign_system USING (true);
GRANT SELECT, INSERT, DELETE ON "ReviewNote" TO countersign_app;

ALTER TABLE "ReviewFilter" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "ReviewFilter" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "ReviewFilter" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "ReviewFilter" TO countersign_app;

-- What was said and written stays as it is.
CREATE TRIGGER "Review_never_changes" BEFORE UPDATE ON "Review" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "ReviewNote_never_changes" BEFORE UPDATE ON "ReviewNote" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
