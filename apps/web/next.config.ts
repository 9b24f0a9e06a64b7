import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Our packages export TypeScript source.
  transpilePackages: [
    "@headroom/api",
    "@headroom/db",
    "@headroom/insights",
    "@headroom/net",
    "@headroom/scoring",
    "@headroom/services",
    "@headroom/connectors",
    "@headroom/jobs",
  ],
  serverExternalPackages: ["postgres", "nodemailer", "undici"],
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
        { key: "X-Frame-Options", value: "DENY" },
        {
          key: "Content-Security-Policy",
          value: "frame-ancestors 'none'; base-uri 'self'; object-src 'none'; form-action 'self'",
        },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
      ],
    },
    // Their addresses are keys: nobody is told them, and no list keeps them.
    ...["/reconnect/:path*", "/connect/answer"].map((source) => ({
      source,
      headers: [
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "X-Robots-Tag", value: "noindex, nofollow" },
      ],
    })),
  ],
};

export default config;
