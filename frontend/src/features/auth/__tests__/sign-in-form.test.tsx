import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SignInForm } from '../components/sign-in-form';

function answer(status: number, body: object) {
  const fetch = vi.fn().mockResolvedValue(new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

async function enter(username: string, password: string) {
  const user = userEvent.setup();
  if (username) await user.type(screen.getByLabelText('Tên đăng nhập'), username);
  if (password) await user.type(screen.getByLabelText('Mật khẩu'), password);
  await user.click(screen.getByRole('button', { name: 'Đăng nhập' }));
}

afterEach(() => vi.unstubAllGlobals);

describe('signing in', () => {
  it('sends name and password and goes on', async () => {
    const fetch = answer(200, { username: 'chuyenvien', displayName: 'Nguyễn Thị Hạnh' });
    const onDone = vi.fn();
    render(<SignInForm onDone={onDone} />);
    await enter(' chuyenvien ', 'mật khẩu');
    expect(JSON.parse(fetch.mock.calls[0]![1].body)).toEqual({
      username: 'chuyenvien',
      password: 'mật khẩu',
    });
    expect(onDone).toHaveBeenCalledOnce();
  });

  it('shows the server’s sentence when refused, and stays', async () => {
    answer(401, { code: 'UNAUTHENTICATED', message: 'Tên đăng nhập hoặc mật khẩu không đúng.' });
    const onDone = vi.fn();
    render(<SignInForm onDone={onDone} />);
    await enter('chuyenvien', 'sai');
    expect((await screen.findByRole('alert')).textContent).toContain('không đúng');
    expect(onDone).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(screen.getByLabelText('Mật khẩu'));
  });

  it('says so when the server cannot be reached', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('network')));
    render(<SignInForm onDone={() => undefined} />);
    await enter('chuyenvien', 'x');
    expect((await screen.findByRole('alert')).textContent).toContain('Không kết nối được với máy chủ');
  });

  it('asks for both before it asks the server', async () => {
    const fetch = answer(200, {});
    render(<SignInForm onDone={() => undefined} />);
    await enter('chuyenvien', '');
    expect((await screen.findByRole('alert')).textContent).toContain('Nhập tên đăng nhập và mật khẩu');
    expect(fetch).not.toHaveBeenCalled();
  });
});
