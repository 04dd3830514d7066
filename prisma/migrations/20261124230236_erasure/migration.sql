-- AlterTable
ALTER TABLE "Applicant" ADD COLUMN     "erasedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "Tombstone" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "applicantId" TEXT NOT NULL,
    "sessionIds" TEXT[],
    "erasedAt" TIMESTAMP(3) NOT NULL,
    "erasedBy" TEXT NOT NULL,
    "receipt" TEXT NOT NULL,

    CONSTRAINT "Tombstone_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Tombstone_tenantId_applicantId_key" ON "Tombstone"("tenantId", "applicantId");

ALTER TABLE "Tombstone" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Tombstone" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "Tombstone" TO countersign_system USING (true);
GRANT SELECT, INSERT ON "Tombstone" TO countersign_app;
GRANT SELECT ON "Tombstone" TO countersign_system;

-- What an erasure takes away. Decisions and checks still never change.
GRANT DELETE ON "SessionKey", "DocumentReading", "Check", "Decision", "Capture", "LivenessChallenge" TO countersign_app;
GRANT SELECT ON "Applicant" TO countersign_system;
