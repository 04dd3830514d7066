-- Keys of before could do everything there was, and go on doing it. By defaults that are taken away again, as an UPDATE
-- would find no rows: row-level security binds the owner of the table too.
ALTER TABLE "ApiKey" ADD COLUMN     "allowedAddresses" TEXT[] DEFAULT '{}',
ADD COLUMN     "createdBy" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "expiresAt" TIMESTAMP(3),
ADD COLUMN     "scopes" TEXT[] DEFAULT '{SESSIONS_READ,SESSIONS_WRITE,RESULTS_READ,WEBHOOKS_READ,WEBHOOKS_WRITE}';
ALTER TABLE "ApiKey" ALTER COLUMN "allowedAddresses" DROP DEFAULT, ALTER COLUMN "scopes" DROP DEFAULT;

ALTER TABLE "IdempotencyKey" RENAME COLUMN "apiKeyId" TO "callerId";
