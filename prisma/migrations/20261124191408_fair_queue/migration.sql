-- AlterTable
ALTER TABLE "OutboxEntry" ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "KycSession_status_tenantId_idx" ON "KycSession"("status", "tenantId");
