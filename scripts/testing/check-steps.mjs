import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ name: string, kind: 'types' | 'lint' | 'format', args: string[] }} CheckStep */

/**
 * The steps of `npm run check`, each a tool that runs inside the runtime as Node.
 * @param {string} root
 * @returns {CheckStep[]}
 */
export function checkSteps(root) {
  const configs = readdirSync(join(root, 'config')).filter((name) => /^tsconfig\..+\.json$/.test(name));
  return [
    ...configs.map(
      (name) =>
        /** @type {CheckStep} */ ({
          name: `types of ${name.split('.')[1]}`,
          kind: 'types',
          args: ['node_modules/typescript/bin/tsc', '-p', join('config', name)],
        }),
    ),
    { name: 'lint', kind: 'lint', args: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'] },
    { name: 'format', kind: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  ];
}
