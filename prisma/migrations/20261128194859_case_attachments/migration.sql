-- CreateEnum
CREATE TYPE "AttachmentStatus" AS ENUM ('AWAITING_UPLOAD', 'UPLOADED', 'READY');

-- CreateTable
CREATE TABLE "CaseAttachment" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "status" "AttachmentStatus" NOT NULL,
    "data" BYTEA NOT NULL,
    "mediaType" TEXT NOT NULL,
    "sentSha256" TEXT NOT NULL,
    "sentBytes" INTEGER NOT NULL,
    "uploadExpiresAt" TIMESTAMP(3) NOT NULL,
    "key" TEXT,
    "sha256" TEXT,
    "byteLength" INTEGER,
    "authorId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "attachedAt" TIMESTAMP(3),

    CONSTRAINT "CaseAttachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CaseAttachment_caseId_idx" ON "CaseAttachment"("caseId");

-- CreateIndex
CREATE INDEX "CaseAttachment_sessionId_idx" ON "CaseAttachment"("sessionId");

-- CreateIndex
CREATE INDEX "CaseAttachment_status_createdAt_idx" ON "CaseAttachment"("status", "createdAt");

-- AddForeignKey
ALTER TABLE "CaseAttachment" ADD CONSTRAINT "CaseAttachment_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "ReviewCase"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CaseAttachment" ADD CONSTRAINT "CaseAttachment_tenantId_authorId_fkey" FOREIGN KEY ("tenantId", "authorId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "CaseAttachment" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "CaseAttachment" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "CaseAttachment" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "CaseAttachment" TO countersign_app;
GRANT SELECT, DELETE ON "CaseAttachment" TO countersign_system;

-- What is attached stays as it is, until the session is erased; only the file goes, with the session's images.
CREATE TRIGGER "CaseAttachment_never_changes" BEFORE UPDATE ON "CaseAttachment" FOR EACH ROW
  WHEN (OLD.status = 'READY' AND (NEW.key IS NOT NULL OR to_jsonb(NEW) - 'key' IS DISTINCT FROM to_jsonb(OLD) - 'key'))
  EXECUTE FUNCTION "refuse_update"();
