/** What our page may load and run, sent with every file of it: nothing inline, nothing remote, no connections at all. */
const DIRECTIVES = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

const toHeader = (directives: Record<string, string>): string =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

export const CONTENT_SECURITY_POLICY = toHeader(DIRECTIVES);

/** The development server needs inline scripts and styles and a socket to itself for its live updates. */
export function developmentPolicy(page: URL): string {
  return toHeader({
    ...DIRECTIVES,
    'script-src': "'self' 'unsafe-inline'",
    'style-src': "'self' 'unsafe-inline'",
    'connect-src': `'self' ws://${page.host}`,
  });
}
