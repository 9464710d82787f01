import { hostname } from 'node:os';

/** The names by which programs and peers may call this machine (PS6). */
export function hostNames(name: string): string[] {
  const full = hostname();
  const [short = full] = full.split('.');
  return [full, short, `${short}.local`, name];
}
