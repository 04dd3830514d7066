-- Keys are kept for a day only: those of before are forgotten, as they say nothing of whose they are.
DELETE FROM "IdempotencyKey";
ALTER TABLE "IdempotencyKey" ADD COLUMN     "tenantId" TEXT NOT NULL;

-- Two roles that own nothing and that nobody logs in as; the URL's user takes one on for each transaction
-- (src/storage/database.ts). Roles belong to the whole server: another database of it, or its administrator where this user
-- may not make roles, has perhaps made them already.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['countersign_app', 'countersign_system'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS', name);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      BEGIN
        -- From PostgreSQL 16 on the user has a role's rights only while it takes the role on.
        EXECUTE format('GRANT %I TO %I', name, current_user)
          || CASE WHEN current_setting('server_version_num')::int >= 160000 THEN ' WITH INHERIT FALSE' ELSE '' END;
      EXCEPTION WHEN insufficient_privilege THEN NULL;
      END;
    END IF;
    BEGIN
      EXECUTE format('SET LOCAL ROLE %I', name);
      RESET ROLE;
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION 'The database user % may not take on the role %.', session_user, name
        USING HINT = format('As an administrator of the server: GRANT countersign_app, countersign_system TO %I', session_user);
    END;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), name);
  END LOOP;
END $$;

-- Forced: the owner of the tables is bound as well, unless a superuser.
ALTER TABLE "Organization" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON "Organization" TO countersign_app USING (id = current_setting('app.tenant', true));
CREATE POLICY system ON "Organization" TO countersign_system USING (true);

DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT table_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND column_name = 'tenantId' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I TO countersign_app USING ("tenantId" = current_setting(''app.tenant'', true))', name);
    EXECUTE format('CREATE POLICY system ON %I TO countersign_system USING (true)', name);
  END LOOP;
END $$;

-- What an organisation's requests and jobs do. History, findings and decisions are added to, and never changed.
GRANT SELECT ON "Organization" TO countersign_app;
GRANT SELECT, INSERT ON "SessionEvent", "Check", "DocumentReading", "Decision", "OutboxEntry", "WebhookEvent" TO countersign_app;
GRANT SELECT, INSERT, UPDATE ON "ApiKey", "Applicant", "KycSession", "Capture", "LivenessChallenge", "Blob", "TenantKey",
  "SessionKey", "WebhookEndpoint", "WebhookDelivery" TO countersign_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "IdempotencyKey" TO countersign_app;

-- What is done across organisations: whose key it is, the relay, the sweeper, the janitor, the first start.
GRANT SELECT ON "KycSession", "Capture", "DocumentReading", "WebhookEndpoint", "TenantKey", "SessionKey" TO countersign_system;
GRANT SELECT, INSERT ON "Organization", "ApiKey", "SigningKey" TO countersign_system;
-- An update is what FOR UPDATE asks for.
GRANT SELECT, UPDATE ON "WebhookEvent", "WebhookDelivery" TO countersign_system;
GRANT SELECT, UPDATE, DELETE ON "Blob" TO countersign_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON "OutboxEntry" TO countersign_system;
GRANT SELECT, DELETE ON "IdempotencyKey" TO countersign_system;
