-- AlterEnum
ALTER TYPE "CaptureStatus" ADD VALUE 'OPENING';

-- AlterTable
ALTER TABLE "Capture" ADD COLUMN     "openingAt" TIMESTAMP(3),
ADD COLUMN     "openings" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sealNonce" TEXT,
ADD COLUMN     "sealingKeyId" TEXT;

-- CreateIndex
CREATE INDEX "Capture_status_openingAt_idx" ON "Capture"("status", "openingAt");
