/** What this program calls itself. */
import packageJson from '../../package.json' with { type: 'json' };

export const VERSION: string = packageJson.version;

/** As peers see it. */
export const PROGRAM = `Grapevine ${VERSION}`;
