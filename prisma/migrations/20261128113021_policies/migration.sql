-- CreateEnum
CREATE TYPE "PolicyState" AS ENUM ('DRAFT', 'PUBLISHED', 'RETIRED');

-- AlterTable
ALTER TABLE "Decision" ADD COLUMN     "facts" JSONB,
ADD COLUMN     "policyId" TEXT,
ADD COLUMN     "policySha256" TEXT;

-- CreateTable
CREATE TABLE "PolicyVersion" (
    "id" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "PolicyState" NOT NULL DEFAULT 'DRAFT',
    "inForce" BOOLEAN,
    "definition" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "publishedBy" TEXT,
    "publishedAt" TIMESTAMP(3),
    "retiredAt" TIMESTAMP(3),

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "PolicyVersion_tenantId_id_key" ON "PolicyVersion"("tenantId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "PolicyVersion_tenantId_number_key" ON "PolicyVersion"("tenantId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "PolicyVersion_tenantId_inForce_key" ON "PolicyVersion"("tenantId", "inForce");

-- AddForeignKey
ALTER TABLE "Decision" ADD CONSTRAINT "Decision_tenantId_policyId_fkey" FOREIGN KEY ("tenantId", "policyId") REFERENCES "PolicyVersion"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PolicyVersion" ADD CONSTRAINT "PolicyVersion_tenantId_publishedBy_fkey" FOREIGN KEY ("tenantId", "publishedBy") REFERENCES "Member"("tenantId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "PolicyVersion" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "PolicyVersion" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "PolicyVersion" TO countersign_system USING (true);
GRANT SELECT, INSERT, UPDATE ON "PolicyVersion" TO countersign_app;

-- Four eyes: a member publishes what another member wrote. What was written elsewhere (on the command line) is never published.
ALTER TABLE "PolicyVersion" ADD CONSTRAINT "PolicyVersion_four_eyes" CHECK ("publishedBy" IS NULL OR
  ("publishedBy" <> "createdBy" AND "publishedBy" LIKE 'mem\_%' AND "createdBy" LIKE 'mem\_%'));
ALTER TABLE "PolicyVersion" ADD CONSTRAINT "PolicyVersion_in_force_while_published" CHECK (coalesce("inForce", false) = ("state" = 'PUBLISHED'));
ALTER TABLE "PolicyVersion" ADD CONSTRAINT "PolicyVersion_published_by_somebody" CHECK
  (("publishedBy" IS NULL) = ("publishedAt" IS NULL) AND ("state" <> 'PUBLISHED' OR "publishedBy" IS NOT NULL));

CREATE FUNCTION "guard_policy"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW."state" <> 'DRAFT' THEN RAISE EXCEPTION 'a policy begins as a draft'; END IF;
    RETURN NEW;
  END IF;
  IF (NEW."id", NEW."tenantId", NEW."number", NEW."createdBy", NEW."createdAt")
    IS DISTINCT FROM (OLD."id", OLD."tenantId", OLD."number", OLD."createdBy", OLD."createdAt")
    THEN RAISE EXCEPTION 'the author of a policy never changes'; END IF;
  IF OLD."state" = 'DRAFT' AND NEW."state" = 'DRAFT' THEN RETURN NEW; END IF;
  IF (NEW."definition", NEW."sha256", NEW."note") IS DISTINCT FROM (OLD."definition", OLD."sha256", OLD."note")
    THEN RAISE EXCEPTION 'only a draft of a policy changes'; END IF;
  IF OLD."publishedBy" IS NOT NULL AND (NEW."publishedBy", NEW."publishedAt") IS DISTINCT FROM (OLD."publishedBy", OLD."publishedAt")
    THEN RAISE EXCEPTION 'who published a policy never changes'; END IF;
  IF NOT ((OLD."state" = 'DRAFT' AND NEW."state" IN ('PUBLISHED', 'RETIRED')) OR (OLD."state" = 'PUBLISHED' AND NEW."state" = 'RETIRED'))
    THEN RAISE EXCEPTION 'a policy goes from draft to published to retired'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "PolicyVersion_goes_one_way" BEFORE INSERT OR UPDATE ON "PolicyVersion" FOR EACH ROW EXECUTE FUNCTION "guard_policy"();
CREATE TRIGGER "PolicyVersion_is_kept" BEFORE DELETE OR TRUNCATE ON "PolicyVersion" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
