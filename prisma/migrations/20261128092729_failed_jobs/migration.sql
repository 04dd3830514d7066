-- CreateTable
CREATE TABLE "FailedJob" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "job" TEXT NOT NULL,
    "jobId" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "error" JSONB NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 1,
    "firstAt" TIMESTAMP(3) NOT NULL,
    "lastAt" TIMESTAMP(3) NOT NULL,
    "replayedAt" TIMESTAMP(3),

    CONSTRAINT "FailedJob_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "FailedJob_tenantId_jobId_key" ON "FailedJob"("tenantId", "jobId");

ALTER TABLE "FailedJob" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "FailedJob" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "FailedJob" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "FailedJob" TO countersign_app;
GRANT SELECT, DELETE ON "FailedJob" TO countersign_system;
