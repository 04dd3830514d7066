-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "webhookHistoryDays" INTEGER NOT NULL DEFAULT 90;

-- Delivered events are forgotten, with their deliveries and attempts.
GRANT DELETE ON "WebhookEvent", "WebhookDelivery" TO countersign_system;
GRANT SELECT, DELETE ON "WebhookAttempt" TO countersign_system;
