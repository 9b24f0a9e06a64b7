CREATE TABLE "agency_algorithms" (
	"agency_id" uuid NOT NULL,
	"id" text NOT NULL,
	"title" text NOT NULL,
	"value" jsonb NOT NULL,
	"forked_from" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "agency_algorithms_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "agency_algorithms_by_title" UNIQUE("agency_id","title")
);
--> statement-breakpoint
CREATE TABLE "algorithm_previews" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"algorithm_id" text NOT NULL,
	"baseline_id" text NOT NULL,
	"status" text NOT NULL,
	"clients_done" integer DEFAULT 0 NOT NULL,
	"clients_total" integer DEFAULT 0 NOT NULL,
	"result" jsonb,
	"error" text,
	"requested_by" uuid,
	"requested_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "algorithm_previews_agency_id_id_pk" PRIMARY KEY("agency_id","id")
);
--> statement-breakpoint
CREATE TABLE "parallel_points" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"algorithm_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"score" real NOT NULL,
	CONSTRAINT "parallel_points_agency_id_client_id_algorithm_id_at_pk" PRIMARY KEY("agency_id","client_id","algorithm_id","at")
);
--> statement-breakpoint
CREATE TABLE "rest_windows" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"agreed_by" uuid,
	"agreed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rest_windows_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "rest_windows_span" CHECK ("rest_windows"."to" > "rest_windows"."from")
);
--> statement-breakpoint
CREATE TABLE "channel_habits" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"as_of" timestamp (3) with time zone NOT NULL,
	"habits" jsonb NOT NULL,
	CONSTRAINT "channel_habits_agency_id_channel_id_pk" PRIMARY KEY("agency_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "post_topics" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"post_native_id" text COLLATE "C" NOT NULL,
	"topics" text[] NOT NULL,
	"reading" integer NOT NULL,
	CONSTRAINT "post_topics_agency_id_channel_id_post_native_id_pk" PRIMARY KEY("agency_id","channel_id","post_native_id")
);
--> statement-breakpoint
CREATE TABLE "topic_decisions" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"decision" text NOT NULL,
	"into" text,
	"decided_by" uuid,
	"decided_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "topic_decisions_agency_id_client_id_topic_pk" PRIMARY KEY("agency_id","client_id","topic")
);
--> statement-breakpoint
CREATE TABLE "planned_posts" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"carries_link" boolean DEFAULT false NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "planned_posts_agency_id_id_pk" PRIMARY KEY("agency_id","id")
);
--> statement-breakpoint
ALTER TABLE "algorithm_activations" ADD COLUMN "activated_by" uuid;--> statement-breakpoint
ALTER TABLE "algorithm_activations" ADD COLUMN "activated_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "agency_algorithms" ADD CONSTRAINT "agency_algorithms_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "algorithm_previews" ADD CONSTRAINT "algorithm_previews_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parallel_points" ADD CONSTRAINT "parallel_points_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rest_windows" ADD CONSTRAINT "rest_windows_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "channel_habits" ADD CONSTRAINT "channel_habits_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_topics" ADD CONSTRAINT "post_topics_post" FOREIGN KEY ("agency_id","channel_id","post_native_id") REFERENCES "public"."posts"("agency_id","channel_id","native_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "topic_decisions" ADD CONSTRAINT "topic_decisions_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_posts" ADD CONSTRAINT "planned_posts_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_posts" ADD CONSTRAINT "planned_posts_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "rest_windows_by_time" ON "rest_windows" USING btree ("agency_id","client_id","from");--> statement-breakpoint
CREATE INDEX "planned_posts_by_time" ON "planned_posts" USING btree ("agency_id","client_id","at");--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY[
    'agency_algorithms', 'algorithm_previews', 'parallel_points', 'rest_windows', 'channel_habits', 'post_topics',
    'topic_decisions', 'planned_posts'
  ] LOOP
    PERFORM protect_tenant_table(tenant_table::regclass);
  END LOOP;
END $$;
--> statement-breakpoint
-- An algorithm is never changed once it is made: stored scores name it.
REVOKE UPDATE ON agency_algorithms FROM headroom_app;
