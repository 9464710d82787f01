/** A whole number with the separators of the user's locale. */
export function formatCount(count: number): string {
  return count.toLocaleString();
}

/** `1 entry`, `1,284 entries`. */
export function plural(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
