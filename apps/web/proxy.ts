import { auth } from "./auth";

export default auth;

/** Everything but assets, the API's own answers and pages for everyone; `authorized` decides. */
export const config = { matcher: ["/((?!api/|_next/|favicon|sign-in|join/|how-the-score-works).*)"] };
