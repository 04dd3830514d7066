-- CreateTable
CREATE TABLE "Member" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "roles" TEXT[],
    "passwordHash" TEXT,
    "inviteDigest" BYTEA,
    "inviteExpiresAt" TIMESTAMP(3),
    "failedLogins" INTEGER NOT NULL DEFAULT 0,
    "pausedUntil" TIMESTAMP(3),
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastLoginAt" TIMESTAMP(3),
    "disabledAt" TIMESTAMP(3),

    CONSTRAINT "Member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MemberSession" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "memberId" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "lastSeenAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "MemberSession_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Member_email_key" ON "Member"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Member_inviteDigest_key" ON "Member"("inviteDigest");

-- CreateIndex
CREATE UNIQUE INDEX "Member_tenantId_id_key" ON "Member"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "MemberSession_digest_key" ON "MemberSession"("digest");

-- CreateIndex
CREATE INDEX "MemberSession_tenantId_memberId_idx" ON "MemberSession"("tenantId", "memberId");

-- AddForeignKey
ALTER TABLE "MemberSession" ADD CONSTRAINT "MemberSession_tenantId_memberId_fkey" FOREIGN KEY ("tenantId", "memberId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Member" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Member" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "Member" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "Member" TO countersign_app;
GRANT SELECT ON "Member" TO countersign_system;

ALTER TABLE "MemberSession" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "MemberSession" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "MemberSession" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "MemberSession" TO countersign_app;
GRANT SELECT ON "MemberSession" TO countersign_system;
