import {
  ChangeRoleInput,
  changeRole,
  InviteMemberInput,
  inviteMember,
  listMembers,
  RemoveMemberInput,
  removeMember,
  WithdrawInviteInput,
  withdrawInvite,
} from "@headroom/services";
import { managerProcedure, memberProcedure, router } from "../trpc.ts";

export const memberRouter = router({
  list: memberProcedure.query(({ ctx }) => listMembers({ ctx, input: undefined })),
  invite: managerProcedure.input(InviteMemberInput).mutation(inviteMember),
  withdrawInvite: managerProcedure.input(WithdrawInviteInput).mutation(withdrawInvite),
  changeRole: managerProcedure.input(ChangeRoleInput).mutation(changeRole),
  remove: managerProcedure.input(RemoveMemberInput).mutation(removeMember),
});
