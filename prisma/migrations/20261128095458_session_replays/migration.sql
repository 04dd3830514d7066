-- CreateEnum
CREATE TYPE "ReplayState" AS ENUM ('PENDING', 'DONE', 'FAILED');

-- CreateTable
CREATE TABLE "SessionReplay" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "state" "ReplayState" NOT NULL DEFAULT 'PENDING',
    "differences" TEXT[],
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "doneAt" TIMESTAMP(3),

    CONSTRAINT "SessionReplay_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "SessionReplay_tenantId_sessionId_idx" ON "SessionReplay"("tenantId", "sessionId");

-- AddForeignKey
ALTER TABLE "SessionReplay" ADD CONSTRAINT "SessionReplay_tenantId_sessionId_fkey" FOREIGN KEY ("tenantId", "sessionId") REFERENCES "KycSession"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "SessionReplay" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "SessionReplay" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "SessionReplay" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "SessionReplay" TO countersign_app;
