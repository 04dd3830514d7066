-- CreateTable
CREATE TABLE "CaptureLink" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "openedAt" TIMESTAMP(3),
    "cookieDigest" BYTEA,
    "lastSeenAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "CaptureLink_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "CaptureLink_digest_key" ON "CaptureLink"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "CaptureLink_cookieDigest_key" ON "CaptureLink"("cookieDigest");

-- CreateIndex
CREATE INDEX "CaptureLink_tenantId_sessionId_idx" ON "CaptureLink"("tenantId", "sessionId");

-- AddForeignKey
ALTER TABLE "CaptureLink" ADD CONSTRAINT "CaptureLink_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "CaptureLink" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "CaptureLink" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "CaptureLink" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "CaptureLink" TO countersign_app;
GRANT SELECT ON "CaptureLink" TO countersign_system;
