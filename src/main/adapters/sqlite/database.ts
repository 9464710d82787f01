import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** A connection that keeps its statements; each text is prepared once. */
export class Database {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(location: string | URL, options: { readOnly: boolean }) {
    this.#connection = new DatabaseSync(location, {
      readOnly: options.readOnly,
      enableForeignKeyConstraints: false,
      timeout: 0,
    });
  }

  /** Runs statements without parameters. */
  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  /** For texts of a fixed set only: each is kept. */
  sql(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#connection.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  number(sql: string, ...parameters: (string | number)[]): number {
    const row = this.sql(sql).get(...parameters);
    return row === undefined ? 0 : Number(Object.values(row)[0] ?? 0);
  }

  /** All or nothing. An error of `work` or of the commit itself is thrown on after the rollback. */
  transaction<T>(work: () => T): T {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }
}
