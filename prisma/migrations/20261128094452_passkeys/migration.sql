-- AlterTable
ALTER TABLE "MemberSession" ADD COLUMN     "strong" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "passkeyRequired" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "MemberPasskey" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL,
    "transports" TEXT[],
    "backedUp" BOOLEAN NOT NULL,
    "label" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "MemberPasskey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasskeyChallenge" (
    "challenge" TEXT NOT NULL,
    "memberId" TEXT,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PasskeyChallenge_pkey" PRIMARY KEY ("challenge")
);

-- CreateIndex
CREATE INDEX "MemberPasskey_tenantId_memberId_idx" ON "MemberPasskey"("tenantId", "memberId");

-- CreateIndex
CREATE INDEX "PasskeyChallenge_expiresAt_idx" ON "PasskeyChallenge"("expiresAt");

-- AddForeignKey
ALTER TABLE "MemberPasskey" ADD CONSTRAINT "MemberPasskey_tenantId_memberId_fkey" FOREIGN KEY ("tenantId", "memberId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "MemberPasskey" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "MemberPasskey" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "MemberPasskey" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "MemberPasskey" TO countersign_app;
GRANT SELECT ON "MemberPasskey" TO countersign_system;


GRANT SELECT, INSERT, DELETE ON "PasskeyChallenge" TO countersign_system;
