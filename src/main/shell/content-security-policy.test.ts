import { expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, developmentPolicy } from './content-security-policy.ts';

it('[ARCH] has no unsafe source and no remote origin', () => {
  expect(CONTENT_SECURITY_POLICY).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
      "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

it('[ARCH] in development adds what live updates from that one server need', () => {
  const policy = developmentPolicy(new URL('http://localhost:5173/'));
  expect(policy).toContain("connect-src 'self' ws://localhost:5173;");
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-eval');
});
