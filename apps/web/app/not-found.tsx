import type { Metadata } from "next";
import Link from "next/link";
import { buttonLook } from "../components/button.tsx";
import { PublicFrame } from "../components/public-frame.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PublicFrame
      title="There is nothing at this address"
      lead="It was removed, the address is misspelt, or it belongs to an agency you are not a member of."
    >
      <Link href="/" className={buttonLook("main")}>
        Go to your clients
      </Link>
    </PublicFrame>
  );
}
