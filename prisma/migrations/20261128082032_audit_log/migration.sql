-- CreateTable
CREATE TABLE "AuditEvent" (
    "tenantId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("tenantId","seq")
);

-- CreateTable
CREATE TABLE "AuditChain" (
    "tenantId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditChain_pkey" PRIMARY KEY ("tenantId")
);

-- CreateTable
CREATE TABLE "AuditCheckpoint" (
    "tenantId" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "note" TEXT NOT NULL,
    "peaks" TEXT[],

    CONSTRAINT "AuditCheckpoint_pkey" PRIMARY KEY ("tenantId","size")
);

ALTER TABLE "AuditEvent" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "AuditEvent" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "AuditEvent" TO countersign_system USING (true);
GRANT SELECT, INSERT ON "AuditEvent" TO countersign_app;
GRANT SELECT ON "AuditEvent" TO countersign_system;

ALTER TABLE "AuditChain" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "AuditChain" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "AuditChain" TO countersign_system USING (true);
GRANT SELECT, INSERT ON "AuditChain" TO countersign_app;
GRANT SELECT ON "AuditChain" TO countersign_system;

ALTER TABLE "AuditCheckpoint" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "AuditCheckpoint" TO countersign_app USING ("tenantId" = current_setting('app.tenant', true));
CREATE POLICY system ON "AuditCheckpoint" TO countersign_system USING (true);
GRANT SELECT, INSERT ON "AuditCheckpoint" TO countersign_app;
GRANT SELECT ON "AuditCheckpoint" TO countersign_system;

-- Whoever adds a row locks and moves the end of the chain. The first start writes the first rows of an organisation.
GRANT UPDATE ON "AuditChain" TO countersign_app;
GRANT INSERT ON "AuditEvent" TO countersign_system;
GRANT INSERT, UPDATE ON "AuditChain" TO countersign_system;

-- What was done and what was signed is neither rewritten nor removed, by nobody: not by the tables' owner either.
CREATE FUNCTION "refuse_removal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are never removed', TG_TABLE_NAME;
END $$;

CREATE TRIGGER "AuditEvent_never_changes" BEFORE UPDATE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "AuditEvent_is_kept" BEFORE DELETE OR TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "AuditCheckpoint_never_changes" BEFORE UPDATE ON "AuditCheckpoint" FOR EACH ROW EXECUTE FUNCTION "refuse_update"();
CREATE TRIGGER "AuditCheckpoint_is_kept" BEFORE DELETE OR TRUNCATE ON "AuditCheckpoint" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
