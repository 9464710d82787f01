/** The `app://` scheme: the only place from which the window loads anything. */
import { protocol } from 'electron';
import { answerAsset } from './asset-response.ts';
import { APP_SCHEME } from './navigation.ts';

/** Must run before the program is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** Serves the files below `root`, an absolute path. */
export function serveAppScheme(root: string): void {
  protocol.handle(APP_SCHEME, (request) => answerAsset(request.method, request.url, root));
}
