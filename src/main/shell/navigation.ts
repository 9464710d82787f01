/** What the window may load and where it may go, as pure rules (ARCHITECTURE.md, "Electron"). */

export const APP_SCHEME = 'app';
const APP_HOST = 'grapevine';
/** What the window shows. Being of a standard scheme, it has an origin of its own. */
export const APP_PAGE = `${APP_SCHEME}://${APP_HOST}/index.html`;

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** Custom schemes have the origin `null` in Node, so host and scheme are compared instead. */
function isAppUrl(url: URL): boolean {
  return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST;
}

/**
 * The development server's page, or null. It counts only in an unpackaged program, and only over plain HTTP on
 * this machine: an environment variable must never make the window load anything from elsewhere.
 */
export function developmentPage(isPackaged: boolean, rendererUrl: string | undefined): URL | null {
  const url = isPackaged || rendererUrl === undefined ? null : parseUrl(rendererUrl);
  return url !== null && url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname) ? url : null;
}

/** Whether a frame at `url` shows our own page and may therefore use the bridge. */
export function isOwnPage(url: string, development: URL | null): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return false;
  return development === null ? isAppUrl(parsed) : parsed.origin === development.origin;
}

/**
 * Whether the session may fetch `url` at all: our own files, the developer tools (which packages cannot open), and in
 * development the server and its live updates.
 */
export function mayLoad(url: string, development: URL | null): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return false;
  if (isAppUrl(parsed) || parsed.protocol === 'devtools:') return true;
  return development?.host === parsed.host && ['http:', 'ws:'].includes(parsed.protocol);
}

/** Whether the page may navigate. The program is one page: only the development server's full reload is let through. */
export function mayNavigate(url: string, development: URL | null): boolean {
  return development !== null && isOwnPage(url, development);
}
