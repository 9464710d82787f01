/** The bytes that all exchanges together may hold in memory (PS5, LM1). */
export class ByteBudget {
  private readonly limitBytes: number;
  private usedBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  get used(): number {
    return this.usedBytes;
  }

  take(bytes: number): boolean {
    if (this.usedBytes + bytes > this.limitBytes) return false;
    this.usedBytes += bytes;
    return true;
  }

  give(bytes: number): void {
    this.usedBytes -= bytes;
  }
}

/** One exchange's share of the budget. After `release` it takes nothing more, so a late step cannot leak. */
export class Holding {
  private readonly budget: ByteBudget;
  private heldBytes = 0;
  private released = false;

  constructor(budget: ByteBudget) {
    this.budget = budget;
  }

  /** False when there is no room; nothing is held then. */
  take(bytes: number): boolean {
    if (this.released || !this.budget.take(bytes)) return false;
    this.heldBytes += bytes;
    return true;
  }

  give(bytes: number): void {
    if (this.released) return;
    this.heldBytes -= bytes;
    this.budget.give(bytes);
  }

  release(): void {
    this.give(this.heldBytes);
    this.released = true;
  }
}
