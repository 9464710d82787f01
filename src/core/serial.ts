/** Runs pieces of work one after another; at once, and to the end, when none is under way and it needs not wait. */
export class Serial {
  #last: Promise<unknown> | null = null;

  run<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#last !== null) return this.#follow(this.#last.then(work, work));
    const done = work();
    return done instanceof Promise ? this.#follow(done) : Promise.resolve(done);
  }

  #follow<T>(done: Promise<T>): Promise<T> {
    this.#last = done;
    const end = (): void => {
      if (this.#last === done) this.#last = null;
    };
    done.then(end, end);
    return done;
  }
}
