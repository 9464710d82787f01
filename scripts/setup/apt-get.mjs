/**
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, capture: typeof import('../lib/capture.mjs').capture }} tools
 */
export function aptGet(args, tools) {
  const env = { ...tools.env, DEBIAN_FRONTEND: 'noninteractive' };
  return tools.capture('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env });
}

/**
 * Where a program says why it failed.
 * @param {string} text
 */
export function lastLines(text) {
  return text.trim().split('\n').slice(-3).join(' ');
}
