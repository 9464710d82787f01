import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import prettier from 'eslint-config-prettier';
import globals from './config/eslint-globals.js';
import { layerRules } from './config/layers.js';

const isTest = '[callee.name=/^(it|test)$/]';
const isTable = "[callee.type='CallExpression'][callee.callee.object.name=/^(it|test)$/]";
/** A test's title begins with the rule that it proves: `[ST5] …` (docs/SPEC.md). */
const testTitles = [isTest, isTable].flatMap((call) => [
  {
    selector: `CallExpression${call} > Literal:first-child[value=/^[^\\[]/]`,
    message: 'Begin the title with its rule.',
  },
  {
    selector: `CallExpression${call} > TemplateLiteral:first-child > TemplateElement:first-child[value.raw=/^[^\\[]/]`,
    message: 'Begin the title with its rule.',
  },
]);

export default tseslint.config(
  { ignores: ['out/', 'output/', 'dist/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'config/tsconfig.core.json',
          'config/tsconfig.main.json',
          'config/tsconfig.preload.json',
          'config/tsconfig.renderer.json',
          'config/tsconfig.test.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from where it is.' },
      ],
    },
  },
  { files: ['**/*.tsx', 'src/renderer/**/*.ts'], ...reactHooks.configs.flat.recommended },
  ...layerRules,
  {
    files: ['*.config.ts', '**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/*.test.tsx', 'e2e/**', 'test/**', 'bench/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'no-console': 'off',
      'no-restricted-syntax': ['error', ...testTitles],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  prettier,
);
