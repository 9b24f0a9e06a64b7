CREATE TYPE "public"."role" AS ENUM('owner', 'manager', 'staffer', 'viewer');--> statement-breakpoint
CREATE TYPE "public"."signal_kind" AS ENUM('view', 'like', 'click', 'save', 'reshare', 'linkReshare', 'mention', 'comment');--> statement-breakpoint
CREATE TABLE "agencies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"actor_salt" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agencies_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" uuid,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "audit_log_agency_id_id_pk" PRIMARY KEY("agency_id","id")
);
--> statement-breakpoint
CREATE TABLE "invites" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"email" text NOT NULL,
	"role" "role" NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invites_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "invites_agencyId_tokenHash_unique" UNIQUE("agency_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"role" "role" NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "members_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "members_agencyId_userId_unique" UNIQUE("agency_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"connection_id" uuid,
	"network" text NOT NULL,
	"native_id" text NOT NULL,
	"title" text NOT NULL,
	"url" text,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"knows" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"cursor" jsonb,
	"state" text DEFAULT 'active' NOT NULL,
	"synced_at" timestamp (3) with time zone,
	"progress_done" integer,
	"progress_total" integer,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "channels_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "channels_by_native_id" UNIQUE("agency_id","client_id","network","native_id")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"network" text NOT NULL,
	"title" text NOT NULL,
	"sealed_secret" text,
	"expires_at" timestamp (3) with time zone,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_agency_id_id_pk" PRIMARY KEY("agency_id","id")
);
--> statement-breakpoint
CREATE TABLE "holds" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone,
	"reason" text NOT NULL,
	CONSTRAINT "holds_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "holds_span" CHECK ("holds"."to" is null or "holds"."to" > "holds"."from")
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "assignments_agency_id_client_id_member_id_pk" PRIMARY KEY("agency_id","client_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"owner_id" uuid,
	"shared" boolean DEFAULT true NOT NULL,
	"erased_before" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "clients_agency_id_id_pk" PRIMARY KEY("agency_id","id")
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid,
	"level" real,
	"share" real DEFAULT 0.95 NOT NULL,
	"window" text DEFAULT 'week' NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"set_by" uuid,
	CONSTRAINT "targets_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "targets_level" CHECK ("targets"."level" between 1 and 100),
	CONSTRAINT "targets_share" CHECK ("targets"."share" > 0 and "targets"."share" <= 1)
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "passwords" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"window_ends_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text,
	"email" text NOT NULL,
	"email_verified" timestamp (3) with time zone,
	"image" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "verification_tokens_identifier_token_pk" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"file_path" text NOT NULL,
	"status" text NOT NULL,
	"preview" jsonb NOT NULL,
	"channel_id" uuid,
	"error" text,
	"posts_done" integer,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "imports_agency_id_id_pk" PRIMARY KEY("agency_id","id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"week_of" date NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"model" jsonb NOT NULL,
	"pdf" "bytea",
	"pages" integer,
	"standard" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reports_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "reports_by_week" UNIQUE("agency_id","client_id","week_of","revision")
);
--> statement-breakpoint
CREATE TABLE "algorithm_activations" (
	"agency_id" uuid NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"algorithm_id" text NOT NULL,
	CONSTRAINT "algorithm_activations_agency_id_from_pk" PRIMARY KEY("agency_id","from")
);
--> statement-breakpoint
CREATE TABLE "client_checkpoints" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"algorithm_id" text NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "client_checkpoints_agency_id_client_id_algorithm_id_as_of_pk" PRIMARY KEY("agency_id","client_id","algorithm_id","as_of")
);
--> statement-breakpoint
CREATE TABLE "client_runways" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"algorithm_id" text NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"score" double precision NOT NULL,
	"target" real,
	"headroom" double precision,
	"falls_at" timestamp (3) with time zone NOT NULL,
	"coverage" real NOT NULL,
	CONSTRAINT "client_runways_agency_id_client_id_pk" PRIMARY KEY("agency_id","client_id")
);
--> statement-breakpoint
CREATE TABLE "client_states" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"algorithm_id" text NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "client_states_agency_id_client_id_algorithm_id_pk" PRIMARY KEY("agency_id","client_id","algorithm_id")
);
--> statement-breakpoint
CREATE TABLE "crossings" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"direction" text NOT NULL,
	"target" real NOT NULL,
	"score" double precision NOT NULL,
	"algorithm_id" text NOT NULL,
	CONSTRAINT "crossings_agency_id_client_id_at_direction_pk" PRIMARY KEY("agency_id","client_id","at","direction")
);
--> statement-breakpoint
CREATE TABLE "score_points" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"score" real NOT NULL,
	"target" real,
	"coverage" real NOT NULL,
	"algorithm_id" text NOT NULL,
	CONSTRAINT "score_points_agency_id_client_id_at_pk" PRIMARY KEY("agency_id","client_id","at")
);
--> statement-breakpoint
CREATE TABLE "audience" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"followers" bigint NOT NULL,
	CONSTRAINT "audience_agency_id_channel_id_at_pk" PRIMARY KEY("agency_id","channel_id","at")
);
--> statement-breakpoint
CREATE TABLE "observations" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"post_native_id" text COLLATE "C" NOT NULL,
	"kind" "signal_kind" NOT NULL,
	"observed_at" timestamp (3) with time zone NOT NULL,
	"total" bigint NOT NULL,
	CONSTRAINT "observations_agency_id_channel_id_post_native_id_kind_observed_at_pk" PRIMARY KEY("agency_id","channel_id","post_native_id","kind","observed_at")
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"native_id" text COLLATE "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"url" text,
	"text" text NOT NULL,
	"carries_link" boolean NOT NULL,
	CONSTRAINT "posts_agency_id_channel_id_native_id_pk" PRIMARY KEY("agency_id","channel_id","native_id")
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"native_key" text COLLATE "C" NOT NULL,
	"removed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "removals_agency_id_channel_id_native_key_pk" PRIMARY KEY("agency_id","channel_id","native_key")
);
--> statement-breakpoint
CREATE TABLE "signals" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"native_key" text COLLATE "C" NOT NULL,
	"kind" "signal_kind" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	"actor" text COLLATE "C",
	"post_native_id" text COLLATE "C",
	CONSTRAINT "signals_agency_id_channel_id_native_key_pk" PRIMARY KEY("agency_id","channel_id","native_key")
) PARTITION BY HASH ("agency_id");
--> statement-breakpoint
CREATE TABLE "due_work" (
	"kind" text NOT NULL,
	"agency_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "due_work_kind_agency_id_subject_id_pk" PRIMARY KEY("kind","agency_id","subject_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_routes" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invites" ADD CONSTRAINT "invites_agency_id_invited_by_members_agency_id_id_fk" FOREIGN KEY ("agency_id","invited_by") REFERENCES "public"."members"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_agency_id_connection_id_connections_agency_id_id_fk" FOREIGN KEY ("agency_id","connection_id") REFERENCES "public"."connections"("agency_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_agency_id_member_id_members_agency_id_id_fk" FOREIGN KEY ("agency_id","member_id") REFERENCES "public"."members"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_agency_id_owner_id_members_agency_id_id_fk" FOREIGN KEY ("agency_id","owner_id") REFERENCES "public"."members"("agency_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passwords" ADD CONSTRAINT "passwords_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "algorithm_activations" ADD CONSTRAINT "algorithm_activations_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_checkpoints" ADD CONSTRAINT "client_checkpoints_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_runways" ADD CONSTRAINT "client_runways_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "client_states" ADD CONSTRAINT "client_states_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "crossings" ADD CONSTRAINT "crossings_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "score_points" ADD CONSTRAINT "score_points_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audience" ADD CONSTRAINT "audience_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "observations" ADD CONSTRAINT "observations_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "removals" ADD CONSTRAINT "removals_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signals" ADD CONSTRAINT "signals_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "due_work" ADD CONSTRAINT "due_work_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_routes" ADD CONSTRAINT "webhook_routes_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_log_by_time" ON "audit_log" USING btree ("agency_id","at");--> statement-breakpoint
CREATE INDEX "members_by_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "channels_by_client" ON "channels" USING btree ("agency_id","client_id");--> statement-breakpoint
CREATE INDEX "holds_by_client" ON "holds" USING btree ("agency_id","client_id","from");--> statement-breakpoint
CREATE INDEX "assignments_by_member" ON "assignments" USING btree ("agency_id","member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "clients_by_name" ON "clients" USING btree ("agency_id",lower("name")) WHERE "clients"."owner_id" is null;--> statement-breakpoint
CREATE INDEX "targets_by_client" ON "targets" USING btree ("agency_id","client_id","from");--> statement-breakpoint
CREATE INDEX "client_runways_by_fall" ON "client_runways" USING btree ("agency_id","falls_at");--> statement-breakpoint
CREATE INDEX "posts_by_time" ON "posts" USING btree ("agency_id","channel_id","at");--> statement-breakpoint
CREATE INDEX "signals_by_time" ON "signals" USING btree ("agency_id","channel_id","at");--> statement-breakpoint
CREATE INDEX "signals_by_actor" ON "signals" USING btree ("agency_id","channel_id","actor","at") WHERE "signals"."actor" is not null;--> statement-breakpoint
CREATE INDEX "signals_by_post" ON "signals" USING btree ("agency_id","channel_id","post_native_id") WHERE "signals"."post_native_id" is not null;--> statement-breakpoint
CREATE INDEX "due_work_by_time" ON "due_work" USING btree ("due_at");