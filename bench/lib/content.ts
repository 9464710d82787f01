/** What entries hold in the benchmarks: 100 bytes as JSON. */
export const CONTENT = 'x'.repeat(98);
