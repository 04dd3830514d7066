-- CreateEnum
CREATE TYPE "SessionPurpose" AS ENUM ('VERIFICATION', 'FACE_AUTHENTICATION');

-- CreateEnum
CREATE TYPE "FaceEnrolmentState" AS ENUM ('PENDING', 'ACTIVE', 'FAILED', 'REVOKED');

-- AlterTable
ALTER TABLE "KycSession" ADD COLUMN     "faceConsentLocale" TEXT,
ADD COLUMN     "faceConsentTextVersion" TEXT,
ADD COLUMN     "faceConsentedAt" TIMESTAMP(3),
ADD COLUMN     "purpose" "SessionPurpose" NOT NULL DEFAULT 'VERIFICATION';

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "faceAuthentication" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "FaceEnrolment" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "state" "FaceEnrolmentState" NOT NULL DEFAULT 'PENDING',
    "inForce" BOOLEAN,
    "model" TEXT,
    "template" BYTEA,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" TIMESTAMP(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "enrolledAt" TIMESTAMP(3),
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "FaceEnrolment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FaceAuthentication" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "enrolmentId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "nonceHash" TEXT NOT NULL,
    "action" BYTEA NOT NULL,
    "confirmation" BYTEA,
    "assurance" JSONB,
    "reasons" TEXT[],
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "decidedAt" TIMESTAMP(3),
    "redeemedAt" TIMESTAMP(3),

    CONSTRAINT "FaceAuthentication_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "FaceEnrolment_tenantId_id_key" ON "FaceEnrolment"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "FaceEnrolment_tenantId_sessionId_key" ON "FaceEnrolment"("tenantId", "sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "FaceEnrolment_tenantId_applicantId_mode_inForce_key" ON "FaceEnrolment"("tenantId", "applicantId", "mode", "inForce");

-- CreateIndex
CREATE UNIQUE INDEX "FaceAuthentication_tenantId_id_key" ON "FaceAuthentication"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "FaceAuthentication_tenantId_sessionId_key" ON "FaceAuthentication"("tenantId", "sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "FaceAuthentication_tenantId_nonceHash_key" ON "FaceAuthentication"("tenantId", "nonceHash");

-- AddForeignKey
ALTER TABLE "FaceEnrolment" ADD CONSTRAINT "FaceEnrolment_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FaceAuthentication" ADD CONSTRAINT "FaceAuthentication_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "FaceEnrolment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "FaceEnrolment" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "FaceEnrolment" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "FaceEnrolment" TO countersign_app;

ALTER TABLE "FaceAuthentication" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "FaceAuthentication" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "FaceAuthentication" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "FaceAuthentication" TO countersign_app;
