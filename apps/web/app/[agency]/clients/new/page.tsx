import type { Metadata } from "next";
import { Empty } from "../../../../components/empty.tsx";
import { visit } from "../../../../composition/agency.ts";
import { NewClientForm } from "./new-client-form.tsx";

export const metadata: Metadata = { title: "Add a client" };

export default async function NewClientPage({ params }: { params: Promise<{ agency: string }> }) {
  const { agency: slug } = await params;
  const { agency } = await visit(slug);
  if (agency.role === "viewer") {
    return (
      <Empty title="Viewers cannot add clients">
        <p>You can read what is shared with you. Ask a manager of {agency.name} to add the client.</p>
      </Empty>
    );
  }
  return (
    <div className="mx-auto max-w-md">
      <h1>Add a client</h1>
      <p className="mt-1 mb-4 text-soft">Next you connect its channels or import a file, and its score appears.</p>
      <NewClientForm agency={slug} mustBeMine={agency.role === "staffer"} agencyZone={agency.timeZone} />
    </div>
  );
}
