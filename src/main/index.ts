/** The Electron entry: the node of start.ts with a window around it. */
import { join } from 'node:path';
import { app } from 'electron';
import { parseAppOptions, type AppOptions } from './cli/options.ts';
import { createOutput } from './cli/output.ts';
import { declareAppScheme } from './shell/asset-protocol.ts';
import { quietChromium, refuseDebugging } from './shell/chromium-switches.ts';
import { claimProfile } from './shell/claim-profile.ts';
import { tellFatal } from './shell/fatal.ts';
import { hardenContents } from './shell/hardening.ts';
import { developmentPage } from './shell/navigation.ts';
import { Shell } from './shell/shell.ts';

const out = createOutput(process.stdout);
const errors = createOutput(process.stderr);
const development = developmentPage(app.isPackaged, process.env.ELECTRON_RENDERER_URL);

/** What Electron takes only before it is ready. */
function prepareElectron(): void {
  // As root Chromium cannot have its sandbox; whoever starts it so has to say `--no-sandbox`.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  quietChromium(app.commandLine);
  if (app.isPackaged) refuseDebugging(app.commandLine);
  declareAppScheme();
  hardenContents(app, development);
}

async function openProfile(options: AppOptions): Promise<void> {
  const claimed = await claimProfile(options.profile);
  if (!claimed.ok) {
    void tellFatal(claimed.error, errors, options.json).then(() => app.exit(1));
  } else if (claimed.value === 'taken') {
    errors.line('grapevine: This profile has a window already: it is in front now.');
    app.exit(0);
  } else {
    new Shell({ options, builtFolder: join(import.meta.dirname, '..'), development, out, errors }).run();
  }
}

prepareElectron();
const options = parseAppOptions(process.argv.slice(1), { tolerant: true });
if (options.ok) {
  // Electron is not ready before this module is evaluated, and the profile's folder has to be known before.
  await openProfile(options.value);
} else {
  errors.line(`grapevine: ${options.error}`);
  app.exit(2);
}
