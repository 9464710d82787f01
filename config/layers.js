/**
 * Who may import whom (ARCHITECTURE.md), as ESLint rules. Each folder has a list of what it may import; anything else,
 * a new package included, is an error until somebody adds it here.
 */
const NODE = '^node:';
const ZOD = '^zod$';

/** Regular expressions over import specifiers. Relative ones may stay inside the layer or name an allowed one. */
const LAYERS = {
  shared: { into: [], packages: [ZOD] },
  core: { into: ['shared'], packages: ['^node:crypto$', '^canonicalize$', '^xxhash-wasm$'] },
  main: {
    into: ['core', 'shared'],
    packages: [NODE, ZOD, '^electron$', '^fastify$', '^undici$', '^pino$', '^bonjour-service$'],
  },
  preload: { into: ['shared'], packages: ['^electron$'] },
  renderer: {
    into: ['shared'],
    packages: [
      '^react(-dom)?(/|$)',
      '^zustand(/|$)',
      '^radix-ui$',
      '^@radix-ui/colors/',
      '^@codemirror/',
      '^@lezer/highlight$',
      '^@tanstack/react-virtual$',
      '^cmdk$',
      '^lucide-react$',
      '^@fontsource-variable/',
      '^uqr$',
    ],
  },
};

const NAMES = Object.keys(LAYERS);
/** What tests of a layer may use besides. */
const TEST_PACKAGES = ['^vitest$', '^fast-check$', NODE];

const TOOLS = {
  regex: '(^|/)\\.\\./(e2e|test|bench|scripts)/',
  message: 'Product code may not import tests or tools.',
};

function allowList(name, extraPackages, extraLayers) {
  const { into, packages } = LAYERS[name];
  const layers = new Set([...into, ...extraLayers, name]);
  const forbidden = NAMES.filter((other) => !layers.has(other));
  const allowed = [...packages, ...extraPackages].map((pattern) => `(?:${pattern.replace(/^\^/, '')})`).join('|');
  const patterns = [
    { regex: `^(?!\\.)(?!${allowed})`, message: `src/${name} may not import this (config/layers.js).` },
    { regex: '^\\.(?!\\.?/)', message: 'Write a relative import.' },
  ];
  if (extraPackages.length === 0) patterns.push(TOOLS);
  if (forbidden.length > 0) {
    patterns.push({
      regex: `(^|/)\\.\\./(src/)?(${forbidden.join('|')})/`,
      message: `src/${name} may import only ${[...layers].join(', ')} (config/layers.js).`,
    });
  }
  return { 'no-restricted-imports': ['error', { patterns }] };
}

const NON_DETERMINISTIC = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'performance', 'process', 'console'].map(
    (name) => ({ name, message: 'The core has no clock, timer, network or console of its own: use a port.' }),
  ),
];

const DYNAMIC_IMPORT = { selector: 'ImportExpression', message: 'Dynamic imports escape the layer check.' };

export const layerRules = [
  ...NAMES.map((name) => ({
    files: [`src/${name}/**/*.ts`, `src/${name}/**/*.tsx`],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: allowList(name, [], []),
  })),
  ...NAMES.map((name) => ({
    files: [`src/${name}/**/*.test.ts`, `src/${name}/**/*.test.tsx`],
    rules: allowList(name, TEST_PACKAGES, name === 'main' ? ['preload'] : []),
  })),
  {
    files: ['src/core/**/*.ts', 'src/shared/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...NON_DETERMINISTIC],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Use the Clock port.' },
        { object: 'Math', property: 'random', message: 'Use the Random port.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from where it is.' },
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Use the Clock port.',
        },
        DYNAMIC_IMPORT,
      ],
    },
  },
];
