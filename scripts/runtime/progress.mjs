import { say } from '../lib/say.mjs';

const EVERY_MS = 5_000;

/**
 * Tells how far a download is, now and then.
 * @param {string} label
 * @returns {(received: number, total: number | null) => void} takes bytes
 */
export function progressTeller(label) {
  let toldAt = performance.now();
  return (received, total) => {
    if (performance.now() - toldAt < EVERY_MS) return;
    toldAt = performance.now();
    const share = total === null ? '' : ` of ${megabytes(total)}`;
    say(`${label}: ${megabytes(received)}${share} MB`);
  };
}

/** @param {number} bytes */
function megabytes(bytes) {
  return Math.round(bytes / 1_000_000);
}
