import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ViewerContext, type Viewer } from '@/lib/viewer';
import { SessionEndNotice } from '../components/session-end';

const minute = 60_000;
const start = Date.parse('2026-11-21T08:00:00Z');
const viewer = { username: 'canhan' } as Viewer;

/** A server whose clock and session end may be set; it remembers every sign-in. */
function server({ skew = 0, byProvider = false } = {}) {
  const state = { expiresAt: start + 8 * 60 * minute, asked: 0, signIns: [] as unknown[] };
  vi.stubGlobal('fetch', async (path: string, init: { method?: string; body?: string }) => {
    expect(path).toBe('/api/session');
    if (init.method === 'POST') {
      state.signIns.push(JSON.parse(init.body!));
      state.expiresAt = Date.now() + skew + 8 * 60 * minute;
    } else state.asked += 1;
    const body = { username: 'canhan', expiresAt: new Date(state.expiresAt).toISOString(), byProvider };
    return new Response(JSON.stringify(body), {
      headers: { 'Content-Type': 'application/json', Date: new Date(Date.now() + skew).toUTCString() },
    });
  });
  return state;
}

async function show() {
  render(
    <ViewerContext value={viewer}>
      <SessionEndNotice />
    </ViewerContext>,
  );
  await pass(0);
}

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const notice = () => screen.queryByRole('status');

describe('the end of a session', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.setSystemTime(start);
  });
  afterEach(() => vi.useRealTimers());

  it('is told ten minutes ahead, not before, with its time in Viet Nam', async () => {
    server();
    await show();
    await pass(7 * 60 * minute + 49 * minute);
    expect(notice()).toBeNull();
    await pass(minute + 15_000);
    expect(notice()?.textContent).toContain('Phiên làm việc sẽ kết thúc lúc 21/11/2026 23:00');
  });

  it('is reckoned by the server’s clock when that of the machine is wrong', async () => {
    server({ skew: 20 * minute });
    await show();
    await pass(7 * 60 * minute + 29 * minute);
    expect(notice()).toBeNull();
    await pass(minute + 15_000);
    expect(notice()?.textContent).toContain('sẽ kết thúc lúc');
  });

  it('may be put off, and is told again when it has come', async () => {
    server();
    await show();
    await pass(7 * 60 * minute + 51 * minute);
    fireEvent.click(screen.getByRole('button', { name: 'Để sau' }));
    expect(notice()).toBeNull();
    await pass(9 * minute + 15_000);
    expect(notice()?.textContent).toContain('Phiên làm việc đã kết thúc lúc');
    expect(screen.queryByRole('button', { name: 'Để sau' })).toBeNull();
  });

  it('is not told when another window has signed in anew meanwhile', async () => {
    const state = server();
    await show();
    state.expiresAt += 2 * 60 * minute;
    await pass(7 * 60 * minute + 51 * minute);
    expect(state.asked).toBeGreaterThan(1);
    expect(notice()).toBeNull();
  });

  it('is moved by signing in again on the spot, as the same person', async () => {
    const state = server();
    await show();
    await pass(7 * 60 * minute + 51 * minute);
    fireEvent.click(screen.getByRole('button', { name: 'Đăng nhập lại' }));
    await pass(1000);
    const dialog = screen.getByRole('dialog');
    expect(screen.queryByLabelText('Tên đăng nhập')).toBeNull();
    expect(dialog.textContent).toContain('canhan');
    fireEvent.change(screen.getByLabelText('Mật khẩu'), { target: { value: 'một con cò' } });
    fireEvent.submit(dialog.querySelector('form')!);
    await pass(1000);
    expect(state.signIns).toEqual([{ username: 'canhan', password: 'một con cò' }]);
    expect(notice()).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('leads to the provider who signed the person in', async () => {
    server({ byProvider: true });
    await show();
    await pass(7 * 60 * minute + 51 * minute);
    const link = screen.getByRole('link', { name: 'Đăng nhập lại' });
    expect(link.getAttribute('href')).toMatch(/^\/api\/oidc\/login\?return=/);
  });
});
