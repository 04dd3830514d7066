-- CreateTable
CREATE TABLE "RiskFace" (
    "sessionId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "model" TEXT NOT NULL,
    "code" BIT(1536) NOT NULL,
    "template" BYTEA NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RiskFace_pkey" PRIMARY KEY ("sessionId")
);

-- CreateIndex
CREATE INDEX "RiskFace_tenantId_mode_model_idx" ON "RiskFace"("tenantId", "mode", "model");

-- CreateIndex
CREATE UNIQUE INDEX "RiskFace_tenantId_sessionId_key" ON "RiskFace"("tenantId", "sessionId");

-- AddForeignKey
ALTER TABLE "RiskFace" ADD CONSTRAINT "RiskFace_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "RiskFace" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RiskFace" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "RiskFace" TO countersign_system USING (true);
GRANT SELECT, INSERT, DELETE ON "RiskFace" TO countersign_app;
