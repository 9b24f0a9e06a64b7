import { Bar, LoadingPage } from "../../components/skeleton.tsx";

const rows = ["a", "b", "c", "d", "e", "f"];

export default function AgencyLoading() {
  return (
    <LoadingPage what="the page">
      <Bar className="h-7 w-40" />
      <div className="mt-5 flex flex-col gap-3">
        {rows.map((row) => (
          <div key={row} className="rounded-lg border border-line bg-paper p-4">
            <Bar className="h-4 w-2/5" />
            <Bar className="mt-2.5 h-3 w-3/5" />
          </div>
        ))}
      </div>
    </LoadingPage>
  );
}
