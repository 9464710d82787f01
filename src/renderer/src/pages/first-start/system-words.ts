const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'macOS', win32: 'Windows' };

/** What to answer the system when it asks about the local network; null where it does not ask. */
export function systemWords(platform: string): string | null {
  const system = SYSTEMS[platform];
  if (system === undefined) return null;
  return `${system} will ask whether Grapevine may use the local network. Answer yes (Allow): without it the other machines are not found.`;
}
