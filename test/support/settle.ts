/** Resolves when every promise that could run has run: core code in tests awaits nothing but promises. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
