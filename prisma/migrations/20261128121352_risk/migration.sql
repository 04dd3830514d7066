-- CreateTable
CREATE TABLE "RiskSettings" (
    "tenantId" TEXT NOT NULL,
    "groups" TEXT[],
    "leastAge" INTEGER,
    "mostAge" INTEGER,

    CONSTRAINT "RiskSettings_pkey" PRIMARY KEY ("tenantId")
);

-- CreateTable
CREATE TABLE "RiskLink" (
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RiskLink_pkey" PRIMARY KEY ("sessionId","kind","key")
);

-- CreateTable
CREATE TABLE "RiskAssessment" (
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "risk" DOUBLE PRECISION NOT NULL,
    "model" TEXT NOT NULL,
    "signals" JSONB NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RiskAssessment_pkey" PRIMARY KEY ("sessionId","epoch")
);

-- CreateTable
CREATE TABLE "RiskDetails" (
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "RiskDetails_pkey" PRIMARY KEY ("sessionId","group")
);

-- CreateTable
CREATE TABLE "RiskLabel" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RiskLabel_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RiskLink_tenantId_kind_key_at_idx" ON "RiskLink"("tenantId", "kind", "key", "at");

-- CreateIndex
CREATE INDEX "RiskLink_tenantId_applicantId_idx" ON "RiskLink"("tenantId", "applicantId");

-- CreateIndex
CREATE INDEX "RiskAssessment_tenantId_at_idx" ON "RiskAssessment"("tenantId", "at");

-- CreateIndex
CREATE INDEX "RiskLabel_tenantId_applicantId_idx" ON "RiskLabel"("tenantId", "applicantId");

-- CreateIndex
CREATE INDEX "RiskLabel_sessionId_idx" ON "RiskLabel"("sessionId");

-- AddForeignKey
ALTER TABLE "RiskLink" ADD CONSTRAINT "RiskLink_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RiskAssessment" ADD CONSTRAINT "RiskAssessment_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RiskDetails" ADD CONSTRAINT "RiskDetails_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RiskLabel" ADD CONSTRAINT "RiskLabel_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "RiskSettings" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RiskSettings" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "RiskSettings" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "RiskSettings" TO countersign_app;

ALTER TABLE "RiskLink" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RiskLink" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "RiskLink" TO countersign_system USING (true);
GRANT SELECT, INSERT, DELETE ON "RiskLink" TO countersign_app;

ALTER TABLE "RiskAssessment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RiskAssessment" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "RiskAssessment" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "RiskAssessment" TO countersign_app;

ALTER TABLE "RiskDetails" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RiskDetails" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "RiskDetails" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "RiskDetails" TO countersign_app;

ALTER TABLE "RiskLabel" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RiskLabel" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "RiskLabel" TO countersign_system USING (true);
GRANT SELECT, INSERT, DELETE ON "RiskLabel" TO countersign_app;
