/** What a person is asked for before a request can go on: the locked screen opened, or a proof that it is still they. */
export type Question = 'unlock' | 'confirm';

export interface GateState {
  locked: boolean;
  confirming: boolean;
}

/**
 * Stands between the pages and the server. A request that the server refuses because the session is locked, or because
 * a sensitive act wants a fresh confirmation, waits here until the person has answered; then it is sent once more.
 */
export class Gate {
  private state: GateState = { locked: false, confirming: false };
  private readonly waiting: Record<Question, ((passed: boolean) => void)[]> = { unlock: [], confirm: [] };
  private readonly listeners = new Set<() => void>();

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): GateState => this.state;

  /** Covers the screen without a request that waits for it. */
  lock(): void {
    this.set({ locked: true });
  }

  /** Asks the person; true once they have answered, false when they give up or the session is over. */
  ask(question: Question): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting[question].push(resolve);
      this.set(question === 'unlock' ? { locked: true } : { confirming: true });
    });
  }

  /** The person has answered (or given up): every request that waited goes on. */
  answer(question: Question, passed: boolean): void {
    const waiting = this.waiting[question].splice(0);
    this.set(question === 'unlock' ? { locked: false } : { confirming: false });
    for (const resolve of waiting) resolve(passed);
  }

  /** The session is over: nothing can be answered any more. */
  end(): void {
    this.answer('unlock', false);
    this.answer('confirm', false);
  }

  private set(change: Partial<GateState>): void {
    const next = { ...this.state, ...change };
    if (next.locked === this.state.locked && next.confirming === this.state.confirming) return;
    this.state = next;
    for (const listener of this.listeners) listener();
  }
}

/** The one gate of this window. */
export const gate = new Gate();
