-- AlterEnum
ALTER TYPE "CaptureKind" ADD VALUE 'LIVENESS';

-- AlterTable
ALTER TABLE "Capture" ADD COLUMN     "burst" JSONB,
ADD COLUMN     "challengeId" TEXT,
ADD COLUMN     "step" INTEGER;

-- AlterTable
ALTER TABLE "KycSession" ADD COLUMN     "livenessRequired" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "LivenessChallenge" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "flashes" BOOLEAN NOT NULL,
    "moreTime" BOOLEAN NOT NULL,
    "virtualCamera" TEXT,
    "steps" JSONB NOT NULL,
    "bits" DOUBLE PRECISION NOT NULL,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "stepIssuedAt" TIMESTAMP(3) NOT NULL,
    "stepExpiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LivenessChallenge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "LivenessChallenge_tenantId_applicantId_createdAt_idx" ON "LivenessChallenge"("tenantId", "applicantId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "LivenessChallenge_tenantId_id_key" ON "LivenessChallenge"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "LivenessChallenge_sessionId_number_key" ON "LivenessChallenge"("sessionId", "number");

-- CreateIndex
CREATE INDEX "Capture_tenantId_uploadSha256_idx" ON "Capture"("tenantId", "uploadSha256");

-- CreateIndex
CREATE UNIQUE INDEX "Capture_challengeId_step_key" ON "Capture"("challengeId", "step");

-- AddForeignKey
ALTER TABLE "Capture" ADD CONSTRAINT "Capture_tenantId_challengeId_fkey" FOREIGN KEY ("tenantId", "challengeId") REFERENCES "LivenessChallenge"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LivenessChallenge" ADD CONSTRAINT "LivenessChallenge_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
