import { asNode, withRuntime } from '../runtime/environment.mjs';
import { onDisplay } from './display.mjs';

/** The projects of e2e/playwright.config.ts. @typedef {'e2e' | 'screenshots'} Project */

/**
 * How to run Playwright on the application: inside the runtime as Node, so the tests must take `ELECTRON_RUN_AS_NODE` out of
 * the environment of what they launch.
 * @param {import('../runtime/resolve.mjs').Runtime} runtime
 * @param {Project} project
 * @param {string[]} args
 * @param {number} [display] the number of the display, where one is needed
 * @returns {{ command: string, args: string[], env: NodeJS.ProcessEnv }}
 */
export function playwrightCommand(runtime, project, args, display) {
  const tool = ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'];
  const env = asNode(withRuntime(process.env, runtime));
  const [command, all] = onDisplay(runtime.electron, [...tool, `--project=${project}`, ...args], env, {
    number: display,
  });
  return { command, args: all, env };
}
