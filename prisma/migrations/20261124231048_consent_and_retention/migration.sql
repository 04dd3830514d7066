-- AlterTable
ALTER TABLE "Applicant" ADD COLUMN     "relationshipEndedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "KycSession" ADD COLUMN     "consentLocale" TEXT,
ADD COLUMN     "consentTextVersion" TEXT,
ADD COLUMN     "consentedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "consentRequired" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "imageRetentionDays" INTEGER,
ADD COLUMN     "retentionDays" INTEGER;

-- An organisation sets these itself; where images are removed, readings no longer refer to them.
GRANT UPDATE ON "Organization", "DocumentReading" TO countersign_app;
