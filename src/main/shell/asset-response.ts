/** Answers the window's requests for its own files. */
import { readFile } from 'node:fs/promises';
import { resolveAsset } from './asset-path.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';

const SECURITY_HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
};

const notFound = (): Response => new Response('Not found', { status: 404, headers: SECURITY_HEADERS });

/** The file below `root` that `url` names, with its type and the page's policy; 404 for everything else. */
export async function answerAsset(method: string, url: string, root: string): Promise<Response> {
  const asset = method === 'GET' ? resolveAsset(url, root) : null;
  if (asset === null) return notFound();
  try {
    const body = new Uint8Array(await readFile(asset.path));
    return new Response(body, { headers: { ...SECURITY_HEADERS, 'Content-Type': asset.contentType } });
  } catch {
    return notFound();
  }
}
