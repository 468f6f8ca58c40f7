import type { Gate } from '@/lib/gate';
import type { TabMessage } from '@/lib/tabs';

const storageKey = 'bienche.active';
/** Milliseconds within which further activity is not written down again. */
const grain = 2000;

export interface IdleLockParts {
  gate: Gate;
  /** Shared by the windows of one browser: work in one keeps the others open. */
  store: Pick<Storage, 'getItem' | 'setItem'>;
  now: () => number;
  /** Tells the other windows. */
  tell: (message: TabMessage) => void;
  lockServer: () => void;
  touchServer: () => void;
}

/**
 * Locks the screen when nobody has touched any window of the browser for a time, and tells the server now and then
 * that somebody is at work: typing a long form asks nothing of it.
 */
export class IdleLock {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private touched: number;
  private readonly after: number;

  constructor(
    seconds: number,
    private readonly parts: IdleLockParts,
  ) {
    this.after = seconds * 1000;
    this.touched = parts.now();
  }

  /** Begins to watch; the answer ends it. */
  start(): () => void {
    const { gate } = this.parts;
    let locked = gate.current().locked;
    const unsubscribe = gate.subscribe(() => {
      const opened = locked && !gate.current().locked;
      locked = gate.current().locked;
      if (opened) this.begin();
    });
    this.begin();
    return () => {
      clearTimeout(this.timer);
      unsubscribe();
    };
  }

  /** Somebody pressed a key, moved or touched something. */
  active(): void {
    const { gate, now, store, touchServer } = this.parts;
    if (gate.current().locked || now() - this.last() < grain) return;
    store.setItem(storageKey, String(now()));
    if (now() - this.touched > this.after / 3) {
      this.touched = now();
      touchServer();
    }
  }

  /** Locks when it is time, else looks again when it may be. To be called as well when the machine has woken up. */
  check(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { gate, now } = this.parts;
    if (gate.current().locked) return;
    const left = this.last() + this.after - now();
    if (left <= 0) this.lock();
    else this.timer = setTimeout(() => this.check(), left);
  }

  lock(): void {
    const { gate, tell, lockServer } = this.parts;
    gate.lock();
    tell('locked');
    lockServer();
  }

  /** What another window has told. */
  hear(message: TabMessage): void {
    const { gate } = this.parts;
    if (message === 'locked') gate.lock();
    if (message === 'unlocked') gate.answer('unlock', true);
  }

  private begin(): void {
    this.parts.store.setItem(storageKey, String(this.parts.now()));
    this.check();
  }

  private last(): number {
    return Number(this.parts.store.getItem(storageKey) ?? 0);
  }
}
