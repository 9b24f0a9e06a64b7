import NextAuth from "next-auth";
import { authConfig } from "./composition/auth-config.ts";

export const { handlers, auth, signIn, signOut } = NextAuth(() => authConfig());
