/** For the processes of a measurement: what they say to the one that started them. */

/** Wall-clock ms with fractions: the same clock in every process of this machine. */
export const now = (): number => performance.timeOrigin + performance.now();

/** As a line of JSON. */
export const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
