import Link from "next/link";
import { buttonLook } from "../../components/button.tsx";
import { Empty } from "../../components/empty.tsx";

export default function AgencyNotFound() {
  return (
    <Empty title="This was not found">
      <p>It was removed, the address is misspelt, or it is not shared with you.</p>
      <Link href="/" className={`${buttonLook("main")} mt-4`}>
        Go to your clients
      </Link>
    </Empty>
  );
}
