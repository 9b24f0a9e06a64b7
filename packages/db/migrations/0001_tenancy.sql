-- Signals are spread over sixteen partitions by agency; old posts need no partition made for them.
DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format('CREATE TABLE signals_%s PARTITION OF signals FOR VALUES WITH (MODULUS 16, REMAINDER %s)', lpad(i::text, 2, '0'), i);
  END LOOP;
END $$;
--> statement-breakpoint
-- The role every request and job works under: it owns nothing and obeys every policy.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'headroom_app') THEN
    CREATE ROLE headroom_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this server made it a moment ago
END $$;
--> statement-breakpoint
DO $$ BEGIN EXECUTE format('GRANT headroom_app TO %I', current_user); END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO headroom_app;
--> statement-breakpoint
CREATE FUNCTION current_agency() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.agency_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION current_user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
--> statement-breakpoint
-- Every later migration that adds a tenant table calls this for it.
CREATE FUNCTION protect_tenant_table(tenant_table regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
  EXECUTE format('CREATE POLICY tenant ON %s USING (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid) WITH CHECK (agency_id = nullif(current_setting(''app.agency_id'', true), '''')::uuid)', tenant_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO headroom_app', tenant_table);
END $$;
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'members', 'invites', 'audit_log', 'clients', 'assignments', 'targets', 'connections', 'channels', 'holds', 'posts',
    'observations', 'signals', 'removals', 'audience', 'algorithm_activations', 'client_states', 'client_checkpoints',
    'client_runways', 'crossings', 'score_points', 'reports', 'imports'
  ] LOOP
    PERFORM protect_tenant_table(tenant_table::regclass);
  END LOOP;
  FOR i IN 0..15 LOOP
    PERFORM protect_tenant_table(format('signals_%s', lpad(i::text, 2, '0'))::regclass);
  END LOOP;
END $$;
--> statement-breakpoint
-- Signals are append-only for everyone who works under the role, and so is the audit log.
REVOKE UPDATE ON signals FROM headroom_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_log FROM headroom_app;
--> statement-breakpoint
-- A person finds the agencies she belongs to before she has entered one.
CREATE POLICY own_memberships ON members FOR SELECT USING (user_id = nullif(current_setting('app.user_id', true), '')::uuid);
--> statement-breakpoint
-- Global tables: the role sees of them only what its agency and person have to do with. Sign-in itself works as the owner.
ALTER TABLE agencies ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_agency ON agencies TO headroom_app
  USING (id = current_agency() OR EXISTS (SELECT FROM members m WHERE m.agency_id = agencies.id AND m.user_id = current_user_id()))
  WITH CHECK (id = current_agency());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON agencies TO headroom_app;
--> statement-breakpoint
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY colleagues ON users FOR SELECT TO headroom_app
  USING (id = current_user_id() OR EXISTS (SELECT FROM members m WHERE m.agency_id = current_agency() AND m.user_id = users.id));
--> statement-breakpoint
GRANT SELECT ON users TO headroom_app;
--> statement-breakpoint
ALTER TABLE due_work ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_work ON due_work TO headroom_app USING (agency_id = current_agency()) WITH CHECK (agency_id = current_agency());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON due_work TO headroom_app;
--> statement-breakpoint
ALTER TABLE webhook_routes ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY own_routes ON webhook_routes TO headroom_app USING (agency_id = current_agency()) WITH CHECK (agency_id = current_agency());
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_routes TO headroom_app;
