/** Which file of the built renderer an `app://` URL names. */
import { extname, resolve, sep } from 'node:path';
import { isOwnPage } from './navigation.ts';

export interface Asset {
  path: string;
  contentType: string;
}

/** Every kind of file that the renderer's build puts out; any other is not served. */
const CONTENT_TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.woff2', 'font/woff2'],
  ['.woff', 'font/woff'],
]);

function decodePath(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    return path.includes('\0') || path.includes('\\') ? null : path;
  } catch {
    return null;
  }
}

/** Resolves `url` to a file strictly below `root`, an absolute path; null when it names none that may be served. */
export function resolveAsset(url: string, root: string): Asset | null {
  const path = isOwnPage(url, null) ? decodePath(url) : null;
  if (path === null) return null;
  const resolved = resolve(root, `.${path}`);
  const contentType = CONTENT_TYPES.get(extname(resolved));
  if (contentType === undefined || !resolved.startsWith(root + sep)) return null;
  return { path: resolved, contentType };
}
