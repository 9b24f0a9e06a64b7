import type { Role } from "@headroom/api";

/** What a role may do, in one sentence. */
export const roleWords: Readonly<Record<Role, { title: string; may: string }>> = {
  owner: { title: "Owner", may: "Everything, including removing the agency’s managers." },
  manager: { title: "Manager", may: "Sees every client, sets targets, invites people and assigns clients." },
  staffer: { title: "Staffer", may: "Looks after the clients assigned to them, and keeps clients of their own." },
  viewer: { title: "Viewer", may: "Reads what is shared with them and changes nothing." },
};
