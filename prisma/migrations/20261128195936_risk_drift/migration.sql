-- CreateTable
CREATE TABLE "RiskDrift" (
    "tenantId" TEXT NOT NULL,
    "mode" "Mode" NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "model" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "psi" DOUBLE PRECISION,
    "signals" JSONB NOT NULL,
    "driftedSince" TIMESTAMP(3),

    CONSTRAINT "RiskDrift_pkey" PRIMARY KEY ("tenantId","mode","at")
);

ALTER TABLE "RiskDrift" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "RiskDrift" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "RiskDrift" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "RiskDrift" TO countersign_app;
GRANT SELECT ON "RiskDrift" TO countersign_system;
-- Housekeeping looks for whose drift is to be measured.
GRANT SELECT ON "RiskSettings" TO countersign_system;
