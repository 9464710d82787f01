/** An error meant for people: its message is printed as it stands, without a stack. */
export class Problem extends Error {
  /**
   * @param {string} message what happened, to what, and what to do
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.name = 'Problem';
    this.exitCode = exitCode;
  }
}
