/** A fragment such as `no answer in 1 s` as a sentence. */
export function sentence(fragment: string): string {
  if (fragment === '') return '';
  const start = fragment.charAt(0).toUpperCase() + fragment.slice(1);
  return /[.!?…]$/.test(start) ? start : `${start}.`;
}
