/** Tells IP literals from other text, where the platform's own check is not at hand. */

/** Four decimal numbers from 0 to 255 without leading zeros. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** RFC 4291 section 2.2, without a zone: eight groups, one `::` for a run of zeros, IPv4 allowed as the last two. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const counts = halves.map((half, index) => countGroups(half, index === halves.length - 1));
  const groups = counts.reduce((sum, count) => sum + count, 0);
  return halves.length === 2 ? groups <= 7 : groups === 8;
}

/** 16-bit groups in a run separated by colons; NaN when one is malformed. */
function countGroups(run: string, isLast: boolean): number {
  if (run === '') return 0;
  const parts = run.split(':');
  const tail = parts.at(-1) ?? '';
  const endsInIpv4 = isLast && isIpv4(tail);
  const hex = endsInIpv4 ? parts.slice(0, -1) : parts;
  return hex.every((part) => /^[\da-f]{1,4}$/i.test(part)) ? hex.length + (endsInIpv4 ? 2 : 0) : NaN;
}
