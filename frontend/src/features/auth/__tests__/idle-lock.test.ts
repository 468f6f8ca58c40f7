import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '@/lib/gate';
import type { TabMessage } from '@/lib/tabs';
import { IdleLock } from '../idle-lock';

const minute = 60_000;

/** Windows of one browser: one store, messages from each to the others. */
function browser(seconds: number, count = 1) {
  const values = new Map<string, string>();
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
  const windows = Array.from({ length: count }, () => {
    const gate = new Gate();
    const lockServer = vi.fn();
    const touchServer = vi.fn();
    const tell = (message: TabMessage) =>
      windows.filter((other) => other.gate !== gate).forEach(({ idle }) => idle.hear(message));
    const idle: IdleLock = new IdleLock(seconds, {
      gate,
      store,
      now: Date.now,
      tell,
      lockServer,
      touchServer,
    });
    return { gate, idle, lockServer, touchServer, stop: () => undefined as void };
  });
  for (const each of windows) each.stop = each.idle.start();
  return windows;
}

describe('the lock of the screen', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('closes after the idle time, not before, and tells the server once', () => {
    const [only] = browser(900);
    vi.advanceTimersByTime(15 * minute - 1);
    expect(only!.gate.current().locked).toBe(false);
    vi.advanceTimersByTime(1);
    expect(only!.gate.current().locked).toBe(true);
    vi.advanceTimersByTime(60 * minute);
    expect(only!.lockServer).toHaveBeenCalledOnce();
  });

  it('stays open while somebody works, and counts from the last sign of them', () => {
    const [only] = browser(900);
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(10 * minute);
      only!.idle.active();
    }
    expect(only!.gate.current().locked).toBe(false);
    vi.advanceTimersByTime(15 * minute);
    expect(only!.gate.current().locked).toBe(true);
  });

  it('tells the server that somebody is at work who asks it nothing', () => {
    const [only] = browser(900);
    for (let second = 0; second < 900; second += 5) {
      vi.advanceTimersByTime(5000);
      only!.idle.active();
    }
    expect(only!.touchServer.mock.calls.length).toBeGreaterThanOrEqual(2);
    expect(only!.touchServer.mock.calls.length).toBeLessThanOrEqual(3);
  });

  it('is held open in every window by work in one of them', () => {
    const [first, second] = browser(900, 2);
    vi.advanceTimersByTime(10 * minute);
    first!.idle.active();
    vi.advanceTimersByTime(10 * minute);
    expect(second!.gate.current().locked).toBe(false);
  });

  it('closes and opens in all windows together', () => {
    const [first, second] = browser(900, 2);
    first!.idle.lock();
    expect(second!.gate.current().locked).toBe(true);
    second!.gate.answer('unlock', true);
    first!.idle.hear('unlocked');
    expect(first!.gate.current().locked).toBe(false);
    vi.advanceTimersByTime(15 * minute);
    expect(first!.gate.current().locked).toBe(true);
  });

  it('closes when the machine wakes up after the time has passed', () => {
    const [only] = browser(900);
    vi.setSystemTime(Date.now() + 60 * minute); // asleep: no timer has run
    only!.idle.check();
    expect(only!.gate.current().locked).toBe(true);
  });

  it('is not opened by moving the mouse', () => {
    const [only] = browser(900);
    only!.idle.lock();
    only!.idle.active();
    expect(only!.gate.current().locked).toBe(true);
  });

  it('watches no more when it is stopped', () => {
    const [only] = browser(900);
    only!.stop();
    vi.advanceTimersByTime(60 * minute);
    expect(only!.gate.current().locked).toBe(false);
  });
});
