import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';

// In CI typescript-eslint reads files from the disk only, not the text it is given here.
process.env['TSESTREE_SINGLE_RUN'] = 'false';

const root = resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root });

/** The rules that the text breaks when it stands in the file; the file itself is not touched. */
async function broken(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: resolve(root, filePath) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const IMPORTS = 'no-restricted-imports';
const CORE = 'src/core/heap.ts';
const RENDERER = 'src/renderer/src/main.tsx';

it.each([
  ['core may not import Node', CORE, "import 'node:fs';", IMPORTS],
  ['core may not import Electron', CORE, "import 'electron';", IMPORTS],
  ['core may not import main', CORE, "import '../main/start.ts';", IMPORTS],
  ['core may not import zod', CORE, "import 'zod';", IMPORTS],
  ['core may not import a package nobody listed', CORE, "import 'left-pad';", IMPORTS],
  ['core may not import on demand', CORE, "await import('./heap.ts');", 'no-restricted-syntax'],
  ['core has no clock', CORE, 'export const now = Date.now();', 'no-restricted-properties'],
  ['core has no new Date()', CORE, 'export const now = new Date();', 'no-restricted-syntax'],
  ['core has no dice', CORE, 'export const dice = Math.random();', 'no-restricted-properties'],
  ['core has no timers', CORE, 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
  ['shared may not import core', 'src/shared/model.ts', "import '../core/heap.ts';", IMPORTS],
  ['renderer may not import core', RENDERER, "import '../../core/heap.ts';", IMPORTS],
  ['renderer may not import Electron', RENDERER, "import 'electron';", IMPORTS],
  ['renderer may not import Node', RENDERER, "import 'node:fs';", IMPORTS],
  ['preload may not import Node', 'src/preload/index.ts', "import 'node:fs';", IMPORTS],
  ['preload may not import main', 'src/preload/index.ts', "import '../main/start.ts';", IMPORTS],
  ['main may not import the renderer', 'src/main/start.ts', "import '../renderer/src/main.tsx';", IMPORTS],
  ['main may not import a package nobody listed', 'src/main/start.ts', "import 'left-pad';", IMPORTS],
  ['products may not import tests', CORE, "import '../../test/support/settle.ts';", IMPORTS],
])('[ARCH] lint fails: %s', async (_what, file, text, rule) => {
  expect(await broken(file, text)).toContain(rule);
});

it('[ARCH] what the core may import passes', async () => {
  const text =
    "import { hash } from 'node:crypto';\nimport type { Key } from '../shared/model.ts';\nexport const h = (key: Key) => hash('sha256', key, 'hex');\n";
  expect(await broken(CORE, text)).not.toContain(IMPORTS);
});
