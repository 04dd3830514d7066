-- CreateTable
CREATE TABLE "DeviceKey" (
    "sessionId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "publicKey" TEXT NOT NULL,
    "thumbprint" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DeviceKey_pkey" PRIMARY KEY ("sessionId")
);

-- CreateTable
CREATE TABLE "SessionNonce" (
    "nonce" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "SessionNonce_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "CaptureManifest" (
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "thumbprint" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "verifiedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CaptureManifest_pkey" PRIMARY KEY ("sessionId","epoch")
);

-- CreateIndex
CREATE UNIQUE INDEX "DeviceKey_tenantId_sessionId_key" ON "DeviceKey"("tenantId", "sessionId");

-- CreateIndex
CREATE INDEX "SessionNonce_sessionId_idx" ON "SessionNonce"("sessionId");

-- CreateIndex
CREATE INDEX "SessionNonce_expiresAt_idx" ON "SessionNonce"("expiresAt");

-- AddForeignKey
ALTER TABLE "DeviceKey" ADD CONSTRAINT "DeviceKey_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SessionNonce" ADD CONSTRAINT "SessionNonce_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaptureManifest" ADD CONSTRAINT "CaptureManifest_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "DeviceKey" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "DeviceKey" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "DeviceKey" TO countersign_system USING (true);
GRANT SELECT, INSERT, DELETE ON "DeviceKey" TO countersign_app;

ALTER TABLE "SessionNonce" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "SessionNonce" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "SessionNonce" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "SessionNonce" TO countersign_app;
GRANT SELECT, DELETE ON "SessionNonce" TO countersign_system;

ALTER TABLE "CaptureManifest" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "CaptureManifest" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "CaptureManifest" TO countersign_system USING (true);
GRANT SELECT, INSERT, DELETE ON "CaptureManifest" TO countersign_app;
