-- CreateEnum
CREATE TYPE "CandidateState" AS ENUM ('PENDING', 'READY', 'FAILED');

-- CreateTable
CREATE TABLE "Candidate" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "CandidateState" NOT NULL DEFAULT 'PENDING',
    "load" DOUBLE PRECISION NOT NULL,
    "seed" INTEGER NOT NULL,
    "parameters" JSONB,
    "effect" JSONB,
    "failure" TEXT,
    "codeVersion" TEXT,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "doneAt" TIMESTAMP(3),

    CONSTRAINT "Candidate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Candidate_tenantId_kind_createdAt_idx" ON "Candidate"("tenantId", "kind", "createdAt");

ALTER TABLE "Candidate" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Candidate" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "Candidate" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON "Candidate" TO countersign_app;

-- What was made never changes: a policy names it.
CREATE FUNCTION "guard_candidate"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."state" <> 'PENDING' THEN RAISE EXCEPTION 'a candidate that was made never changes'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Candidate_is_kept_as_made" BEFORE UPDATE ON "Candidate" FOR EACH ROW EXECUTE FUNCTION "guard_candidate"();
