/** For `expect.poll`: a busy machine is no failure. */
export const PATIENTLY = { timeout: 20_000 };
