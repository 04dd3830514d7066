-- Nothing was released with webhooks whose secrets lay open. Endpoints are registered anew.
TRUNCATE "WebhookEndpoint", "WebhookDelivery";

-- DropIndex
DROP INDEX "WebhookDelivery_state_nextAttemptAt_idx";

-- AlterTable
ALTER TABLE "WebhookDelivery" DROP COLUMN "lastStatus";

-- AlterTable
ALTER TABLE "WebhookEndpoint" DROP COLUMN "secret",
ADD COLUMN     "disabledReason" TEXT,
ADD COLUMN     "eventTypes" TEXT[],
ADD COLUMN     "failingSince" TIMESTAMP(3),
ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "pausedAt" TIMESTAMP(3),
ADD COLUMN     "publicKey" TEXT NOT NULL,
ADD COLUMN     "restsUntil" TIMESTAMP(3),
ADD COLUMN     "secrets" BYTEA NOT NULL,
ADD COLUMN     "wantsSince" TIMESTAMP(3) NOT NULL;

-- AlterTable
ALTER TABLE "WebhookEvent" ALTER COLUMN "sessionId" DROP NOT NULL;

-- CreateTable
CREATE TABLE "WebhookAttempt" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "deliveryId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "status" INTEGER,
    "error" TEXT,
    "latencyMs" INTEGER NOT NULL,
    "excerpt" TEXT NOT NULL,

    CONSTRAINT "WebhookAttempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "WebhookAttempt_tenantId_deliveryId_idx" ON "WebhookAttempt"("tenantId", "deliveryId");

-- CreateIndex
CREATE INDEX "OutboxEntry_jobId_idx" ON "OutboxEntry"("jobId");

-- CreateIndex
CREATE INDEX "WebhookDelivery_endpointId_state_nextAttemptAt_idx" ON "WebhookDelivery"("endpointId", "state", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_tenantId_id_key" ON "WebhookDelivery"("tenantId", "id");

-- CreateIndex
CREATE INDEX "WebhookEvent_tenantId_createdAt_idx" ON "WebhookEvent"("tenantId", "createdAt");

-- AddForeignKey
ALTER TABLE "WebhookAttempt" ADD CONSTRAINT "WebhookAttempt_tenantId_deliveryId_fkey" FOREIGN KEY ("tenantId", "deliveryId") REFERENCES "WebhookDelivery"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "WebhookAttempt" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "WebhookAttempt" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "WebhookAttempt" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "WebhookAttempt" TO countersign_app;
