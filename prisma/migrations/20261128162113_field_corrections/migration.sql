-- CreateTable
CREATE TABLE "FieldCorrection" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "data" BYTEA NOT NULL,
    "authorId" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FieldCorrection_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "FieldCorrection_sessionId_idx" ON "FieldCorrection"("sessionId");

-- AddForeignKey
ALTER TABLE "FieldCorrection" ADD CONSTRAINT "FieldCorrection_tenantId_caseId_fkey" FOREIGN KEY ("tenantId", "caseId") REFERENCES "ReviewCase"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FieldCorrection" ADD CONSTRAINT "FieldCorrection_tenantId_authorId_fkey" FOREIGN KEY ("tenantId", "authorId") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "FieldCorrection" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "FieldCorrection" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "FieldCorrection" TO countersign_system USING (true);
GRANT SELECT, INSERT, DELETE ON "FieldCorrection" TO countersign_app;

-- What was said stays as it is, until the session is erased.
CREATE TRIGGER "FieldCorrection_never_changes" BEFORE UPDATE ON "FieldCorrection" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
