/**
 * Stands in for Electron's default app in the fallback runtime: `electron [switches] FOLDER [arguments]` opens FOLDER.
 * Electron holds its `ready` event back until this module, and with it the application's entry, has been evaluated.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

/** @param {string[]} args */
function parse(args) {
  const preload = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index];
    if (argument === '-r' || argument === '--require') preload.push(args[(index += 1)]);
    else if (!argument.startsWith('-')) return { preload, folder: resolve(argument) };
  }
  throw new Error('Usage: electron [switches] FOLDER [arguments]');
}

/** @param {string} folder */
async function open(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  app.setAppPath(folder);
  app.setVersion(manifest.version ?? '0.0.0');
  app.name = manifest.productName ?? manifest.name ?? 'Electron';
  await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
}

try {
  process.defaultApp = true;
  const { preload, folder } = parse(process.argv.slice(1));
  const require = createRequire(join(process.cwd(), 'electron.js'));
  for (const name of preload) require(name);
  await open(folder);
} catch (error) {
  console.error(error);
  process.exit(1);
}
