import type { Metadata } from "next";
import { PublicFrame } from "../../../components/public-frame.tsx";

export const metadata: Metadata = { title: "Reconnected", robots: { index: false, follow: false } };

/** The end of a reconnect link. Names nobody, since anybody may open it. */
export default function ThanksPage() {
  return (
    <PublicFrame
      title="Thank you, the account is connected again"
      lead="That was all. The agency sees it on its own; you can close this page."
    />
  );
}
