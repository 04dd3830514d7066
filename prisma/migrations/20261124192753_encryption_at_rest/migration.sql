-- What was found before this version lies here unencrypted, and cannot be encrypted by SQL. Nothing was released with it.
DELETE FROM "Check";
DELETE FROM "DocumentReading";
DELETE FROM "Decision";

-- AlterTable
ALTER TABLE "Check" DROP COLUMN "reasons",
ADD COLUMN     "reasons" BYTEA NOT NULL;

-- AlterTable
ALTER TABLE "Decision" DROP COLUMN "reasons",
ADD COLUMN     "reasons" BYTEA NOT NULL;

-- AlterTable
ALTER TABLE "DocumentReading" DROP COLUMN "data",
ADD COLUMN     "data" BYTEA NOT NULL;

-- CreateTable
CREATE TABLE "TenantKey" (
    "tenantId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TenantKey_pkey" PRIMARY KEY ("tenantId","version")
);

-- CreateTable
CREATE TABLE "SessionKey" (
    "sessionId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "tenantVersion" INTEGER NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SessionKey_pkey" PRIMARY KEY ("sessionId")
);

-- CreateIndex
CREATE INDEX "SessionKey_tenantId_tenantVersion_idx" ON "SessionKey"("tenantId", "tenantVersion");
