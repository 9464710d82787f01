/**
 * What a node without a window is run with, as in `bin/grapevine`: it holds its entries for long, so that a small space for young objects keeps
 * memory free and shortens the pauses while many entries are loaded.
 */
export const SERVE_FLAGS = ['--max-semi-space-size=4'];
