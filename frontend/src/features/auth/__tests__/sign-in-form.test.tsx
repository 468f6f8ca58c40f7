import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SignInForm } from '../components/sign-in-form';
import { SignInPanel } from '../components/sign-in-panel';

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

describe('the second factor', () => {
  /** The server answers in this order. */
  function answers(...list: [status: number, body: object][]) {
    const fetch = vi.fn();
    for (const [status, body] of list) {
      fetch.mockResolvedValueOnce(new Response(JSON.stringify(body), { status }));
    }
    vi.stubGlobal('fetch', fetch);
    return fetch;
  }
  const wanted = [401, { code: 'UNAUTHENTICATED', message: 'Hãy nhập mã.', secondFactor: true }] as const;

  it('is asked for when the server wants it, and a pasted code with a gap is taken', async () => {
    const fetch = answers([...wanted], [200, {}]);
    const onDone = vi.fn();
    render(<SignInForm onDone={onDone} />);
    await enter('nhansu', 'mật khẩu');
    const field = await screen.findByLabelText('Mã xác thực');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(field.getAttribute('inputmode')).toBe('numeric');
    const user = userEvent.setup();
    await user.click(field);
    await user.paste('123 456');
    await user.click(screen.getByRole('button', { name: /Đăng nhập/ }));
    expect(JSON.parse(fetch.mock.calls[1]![1].body)).toEqual({
      username: 'nhansu',
      password: 'mật khẩu',
      code: '123456',
    });
    expect(onDone).toHaveBeenCalledOnce();
  });

  it('takes a recovery code instead, and says when it is wrong', async () => {
    const fetch = answers([...wanted], [401, { ...wanted[1], message: 'Mã không đúng.' }]);
    render(<SignInForm onDone={() => undefined} />);
    await enter('nhansu', 'mật khẩu');
    const user = userEvent.setup();
    await user.click(await screen.findByRole('button', { name: 'Dùng mã dự phòng' }));
    await user.type(screen.getByLabelText('Mã dự phòng'), 'abcd-efgh');
    await user.click(screen.getByRole('button', { name: /Đăng nhập/ }));
    expect((await screen.findByRole('alert')).textContent).toContain('Mã không đúng');
    expect(JSON.parse(fetch.mock.calls[1]![1].body).code).toBe('abcd-efgh');
    expect(screen.getByLabelText('Mã dự phòng')).toBeTruthy();
  });

  it('does not send half a code', async () => {
    const fetch = answers([...wanted]);
    render(<SignInForm onDone={() => undefined} />);
    await enter('nhansu', 'mật khẩu');
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Mã xác thực'), '123');
    await user.click(screen.getByRole('button', { name: /Đăng nhập/ }));
    expect((await screen.findByRole('alert')).textContent).toContain('đủ 6 chữ số');
    expect(fetch).toHaveBeenCalledOnce();
  });
});

describe('the ways of signing in', () => {
  it('offers the provider alone where passwords are switched off, and comes back to the page wanted', async () => {
    answer(200, { local: false, oidc: { name: 'VNeID' } });
    render(<SignInPanel next="/staff?q=an" onDone={() => undefined} />);
    const link = await screen.findByRole('link', { name: 'Đăng nhập bằng VNeID' });
    expect(link.getAttribute('href')).toBe('/api/oidc/login?return=%2Fstaff%3Fq%3Dan');
    expect(screen.queryByLabelText('Mật khẩu')).toBeNull();
  });

  it('offers both where both are on, and says why the provider was of no use', async () => {
    answer(200, { local: true, oidc: { name: 'VNeID' } });
    render(<SignInPanel next="/" refused="oidc_unknown" onDone={() => undefined} />);
    expect((await screen.findByRole('alert')).textContent).toContain('Không có tài khoản');
    expect(screen.getByLabelText('Mật khẩu')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Đăng nhập bằng VNeID' })).toBeTruthy();
  });
});
