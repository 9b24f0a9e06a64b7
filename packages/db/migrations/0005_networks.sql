CREATE TABLE "network_apps" (
	"agency_id" uuid NOT NULL,
	"network" text NOT NULL,
	"app_id" text NOT NULL,
	"sealed_secret" text NOT NULL,
	"set_by" uuid,
	"set_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "network_apps_agency_id_network_pk" PRIMARY KEY("agency_id","network")
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"network" text NOT NULL,
	"state_hash" text NOT NULL,
	"sealed_keep" text NOT NULL,
	"sealed_grant" text,
	"grant_expires_at" timestamp (3) with time zone,
	"found" jsonb,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sign_ins_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "sign_ins_by_state" UNIQUE("agency_id","state_hash")
);
--> statement-breakpoint
CREATE TABLE "spending" (
	"agency_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"network" text NOT NULL,
	"month" date NOT NULL,
	"what" text NOT NULL,
	"count" bigint DEFAULT 0 NOT NULL,
	"micros" bigint DEFAULT 0 NOT NULL,
	"reserved_micros" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "spending_agency_id_month_client_id_network_what_pk" PRIMARY KEY("agency_id","month","client_id","network","what")
);
--> statement-breakpoint
CREATE TABLE "spending_caps" (
	"agency_id" uuid NOT NULL,
	"subject_id" uuid NOT NULL,
	"monthly_micros" bigint NOT NULL,
	"set_by" uuid,
	"set_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "spending_caps_agency_id_subject_id_pk" PRIMARY KEY("agency_id","subject_id")
);
--> statement-breakpoint
ALTER TABLE "network_apps" ADD CONSTRAINT "network_apps_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_agency_id_member_id_members_agency_id_id_fk" FOREIGN KEY ("agency_id","member_id") REFERENCES "public"."members"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending" ADD CONSTRAINT "spending_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_caps" ADD CONSTRAINT "spending_caps_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sign_ins_by_age" ON "sign_ins" USING btree ("agency_id","created_at");--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['network_apps', 'sign_ins', 'spending_caps', 'spending'] LOOP
    PERFORM protect_tenant_table(tenant_table::regclass);
  END LOOP;
END $$;
