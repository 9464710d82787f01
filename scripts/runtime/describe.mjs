import { capture } from '../lib/capture.mjs';
import { Problem } from '../lib/problem.mjs';
import { asNode } from './environment.mjs';

/**
 * Asks the runtime itself what it is, which also shows that it starts.
 * @param {import('./resolve.mjs').Runtime} runtime
 * @returns {Promise<string>} one line
 */
export async function describeRuntime({ electron, wanted, source }) {
  const script = 'JSON.stringify(process.versions)';
  const { code, stdout, stderr } = await capture(electron, ['-p', script], { env: asNode(process.env) });
  if (code !== 0) throw new Problem(`${electron} does not start (code ${code}): ${stderr.trim()}`);
  const versions = JSON.parse(stdout);
  const remark = versions.electron === wanted ? source : `${source}, not the ${wanted} that ships`;
  return `Runtime: Electron ${versions.electron} (${remark}), Node ${versions.node}, Chromium ${versions.chrome}`;
}
