import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createClient, fetchExchange, Provider } from 'urql';
import { describe, expect, it, vi } from 'vitest';
import type { UserRowFragment } from '@/gql/graphql';
import { formatDay, today } from '@/lib/day';
import { DelegateDialog } from '../components/delegate-dialog';
import { EndGrantDialog } from '../components/grant-dialogs';
import { PasswordDialog } from '../components/password-dialog';
import { ReviewItems, type ReviewItem } from '../components/review-items';
import { CreateUserDialog, EditUserDialog, LockUserDialog } from '../components/user-dialogs';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<object>()),
  Link: ({ children }: { children: ReactNode }) => <a href="/">{children}</a>,
}));

// Dialogs of the component library are slow to mount where no browser draws them, the more so on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

type Sent = { variables: { input: Record<string, unknown> } };

/** A server that gives these answers one after the other, and remembers what it was asked. */
function server(...answers: object[]) {
  const asked: Sent[] = [];
  const fetch = vi.fn(async (_: string, init: { body: string }) => {
    asked.push(JSON.parse(init.body) as Sent);
    return new Response(JSON.stringify(answers[Math.min(asked.length, answers.length) - 1]));
  });
  vi.stubGlobal('fetch', fetch);
  return asked;
}

function refused(code: string, field: string, message: string) {
  return { data: null, errors: [{ message, extensions: { code, field } }] };
}

function show(content: ReactNode) {
  const client = createClient({ url: '/graphql', preferGetMethod: false, exchanges: [fetchExchange] });
  render(<Provider value={client}>{content}</Provider>);
  return userEvent.setup({ delay: null });
}

const account: UserRowFragment = {
  id: 'u1',
  username: 'nhansu',
  displayName: 'Nguyễn Thị Hương',
  state: 'ACTIVE',
  disabledAt: null,
  lastSignInAt: null,
  secondFactor: false,
  openSessions: 2,
  version: 4,
  staff: { id: 's1', code: 'CB000123', fullName: 'Nguyễn Thị Hương' },
};
const nothing = () => undefined;

/** A button of the dialog by its words; the library's spinner is read before them for a moment. */
const button = (name: string) =>
  within(screen.getByRole('dialog')).getByRole('button', { name: new RegExp(`${name}$`) });

describe('a new account', () => {
  it('is not asked for without a name, and is sent once for a double click', async () => {
    const asked = server({ data: { createUser: { user: account } } });
    const onCreated = vi.fn();
    const user = show(<CreateUserDialog onClose={nothing} onCreated={onCreated} />);
    await user.click(button('Tạo tài khoản'));
    expect(screen.getAllByText('Mục này không được để trống.')).toHaveLength(2);
    expect(asked).toHaveLength(0);
    await user.type(screen.getByLabelText('Tên đăng nhập'), 'nhansu');
    await user.type(screen.getByLabelText('Họ và tên'), 'Nguyễn Thị Hương');
    await user.dblClick(button('Tạo tài khoản'));
    await waitFor(() => expect(onCreated).toHaveBeenCalledWith('u1'));
    expect(asked).toHaveLength(1);
    expect(asked[0]!.variables.input).toMatchObject({ username: 'nhansu', displayName: 'Nguyễn Thị Hương' });
    expect(asked[0]!.variables.input).not.toHaveProperty('staffCode');
  });

  it('shows the server’s refusal beside the field it names', async () => {
    server(refused('CONFLICT', 'username', 'Tên đăng nhập này đã có người dùng.'));
    const user = show(<CreateUserDialog onClose={nothing} onCreated={nothing} />);
    await user.type(screen.getByLabelText('Tên đăng nhập'), 'nhansu');
    await user.type(screen.getByLabelText('Họ và tên'), 'Hương');
    await user.click(button('Tạo tài khoản'));
    const message = await screen.findByText('Tên đăng nhập này đã có người dùng.');
    expect(screen.getByLabelText('Tên đăng nhập').getAttribute('aria-describedby')).toBe(message.id);
  });
});

describe('an account', () => {
  const edit = () =>
    show(<EditUserDialog user={account} onClose={nothing} onDone={nothing} onReload={nothing} />);

  it('is changed only in what was changed, and an emptied record code is named as such', async () => {
    const asked = server({ data: { updateUser: { user: account } } });
    const user = edit();
    await user.clear(screen.getByLabelText('Số hiệu hồ sơ'));
    await user.click(button('Lưu'));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]!.variables.input).toMatchObject({ id: 'u1', version: 4, clear: ['staffCode'] });
    expect(asked[0]!.variables.input).not.toHaveProperty('displayName');
  });

  it('is locked for a reason, never by the Enter key, and the dialog tells the effect', async () => {
    const asked = server({ data: { disableUser: { user: account } } });
    const onDone = vi.fn();
    const user = show(<LockUserDialog user={account} onClose={nothing} onDone={onDone} onReload={nothing} />);
    expect(screen.getByRole('dialog').textContent).toContain('kết thúc ngay ở lần bấm tiếp theo: 2');
    await user.click(button('Khóa tài khoản'));
    expect(screen.getByText('Nêu lý do.')).toBeTruthy();
    await user.type(screen.getByLabelText('Lý do'), 'Nghỉ hưu{Enter}');
    expect(asked).toHaveLength(0);
    await user.click(button('Khóa tài khoản'));
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(asked[0]!.variables.input).toMatchObject({ id: 'u1', version: 4, reason: 'Nghỉ hưu' });
  });

  it('that somebody else has changed meanwhile is asked for again', async () => {
    server(refused('CONFLICT', 'version', 'Tài khoản đã thay đổi.'));
    const onReload = vi.fn();
    const user = show(
      <LockUserDialog user={account} onClose={nothing} onDone={nothing} onReload={onReload} />,
    );
    await user.type(screen.getByLabelText('Lý do'), 'Nghỉ hưu');
    await user.click(button('Khóa tài khoản'));
    await screen.findByText('Tài khoản đã thay đổi.');
    await user.click(button('Tải lại'));
    expect(onReload).toHaveBeenCalledOnce();
  });

  it('gets a password that is shown once, after the effect was told', async () => {
    const asked = server({ data: { resetPassword: { password: 'tre-xanh-4827', user: account } } });
    const onDone = vi.fn();
    const user = show(<PasswordDialog user={account} onClose={nothing} onDone={onDone} onReload={nothing} />);
    expect(asked).toHaveLength(0);
    await user.click(button('Đặt lại mật khẩu'));
    expect((await screen.findByText('tre-xanh-4827')).tagName).toBe('CODE');
    await user.click(button('Sao chép'));
    expect(await navigator.clipboard.readText()).toBe('tre-xanh-4827');
    await user.click(button('Đã ghi lại, đóng'));
    expect(onDone).toHaveBeenCalledOnce();
    expect(asked).toHaveLength(1);
  });
});

const role = { code: 'agency_head', label: 'Thủ trưởng cơ quan' };
const unit = { id: 'o1', name: 'Sở Khoa học và Công nghệ', parent: null };
const grant = {
  id: 'g1',
  from: '2026-01-01',
  to: null,
  decisionNumber: '13/QĐ-UBND',
  reviewedAt: null,
  reviewedBy: null,
  reviewDueOn: null,
  delegatedBy: null,
  user: { id: 'u1', username: 'nhansu', displayName: 'Nguyễn Thị Hương' },
  role,
  unit,
};

describe('a grant', () => {
  it('ends today unless another day is chosen, and says what ends with it', async () => {
    const asked = server({ data: { endGrant: { grant: { id: 'g1', user: { id: 'u1' } } } } });
    const onDone = vi.fn();
    const user = show(<EndGrantDialog grant={grant} onClose={nothing} onDone={onDone} />);
    const text = screen.getByRole('dialog').textContent;
    expect(text).toContain(
      `Từ ngày ${formatDay(today())}, Nguyễn Thị Hương không còn vai trò Thủ trưởng cơ quan`,
    );
    expect(text).toContain('Quyền đã ủy cho người khác từ vai trò này cũng kết thúc');
    await user.type(screen.getByLabelText('Lý do'), 'Chuyển công tác');
    await user.click(button('Kết thúc quyền'));
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(asked[0]!.variables.input).toMatchObject({ id: 'g1', on: today(), reason: 'Chuyển công tác' });
  });

  it('is never lent without an end', async () => {
    const asked = server({ data: {} });
    const user = show(<DelegateDialog grant={grant} onClose={nothing} onDone={nothing} />);
    await user.type(screen.getByLabelText('Tên đăng nhập của người nhận'), 'phoph');
    await user.type(screen.getByLabelText('Số quyết định'), '20/UQ');
    await user.click(button('Ủy quyền'));
    expect(screen.getAllByText('Mục này không được để trống.')).toHaveLength(1);
    expect(asked).toHaveLength(0);
  });
});

describe('the items of a review', () => {
  const item = (id: string, over: Partial<ReviewItem> = {}): ReviewItem =>
    ({
      id,
      outcome: null,
      decidedBy: null,
      decidedAt: null,
      note: '',
      mayDecide: true,
      grant,
      ...over,
    }) as ReviewItem;
  const items = [
    item('i1'),
    item('i2', {
      grant: { ...grant, id: 'g2', user: { id: 'u2', username: 'lan', displayName: 'Lê Thị Lan' } },
    }),
    item('i3', { mayDecide: false }),
    item('i4', { outcome: 'CONFIRMED', mayDecide: false }),
  ];

  it('that the reader may decide are ticked and ended together, with a reason and a preview', async () => {
    const asked = server({ data: { decideGrantReviewItems: { review: { id: 'r1' } } } });
    const onDone = vi.fn();
    const user = show(<ReviewItems items={items} onDone={onDone} />);
    expect(screen.getAllByRole('checkbox')).toHaveLength(3);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Giữ quyền' }).disabled).toBe(true);
    await user.click(screen.getByLabelText('Chọn tất cả 2 quyền trên trang này'));
    expect(screen.getByText('Đã chọn 2')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Kết thúc quyền' }));
    const dialog = screen.getByRole('dialog');
    expect(dialog.textContent).toContain('2 quyền dưới đây của 2 người kết thúc từ ngày');
    expect(within(dialog).getAllByRole('listitem')).toHaveLength(2);
    await user.click(button('Kết thúc quyền'));
    expect(screen.getByText('Nêu lý do.')).toBeTruthy();
    await user.type(screen.getByLabelText('Lý do'), 'Đã chuyển công tác');
    await user.click(button('Kết thúc quyền'));
    await waitFor(() => expect(onDone).toHaveBeenCalledWith('Đã kết thúc 2 quyền.'));
    expect(asked[0]!.variables.input).toMatchObject({
      items: ['i1', 'i2'],
      confirm: false,
      note: 'Đã chuyển công tác',
    });
  });

  it('may be kept without a note', async () => {
    const asked = server({ data: { decideGrantReviewItems: { review: { id: 'r1' } } } });
    const onDone = vi.fn();
    const user = show(<ReviewItems items={items} onDone={onDone} />);
    await user.click(screen.getByLabelText('Lê Thị Lan (lan)'));
    await user.click(screen.getByRole('button', { name: 'Giữ quyền' }));
    await user.click(button('Giữ quyền'));
    await waitFor(() => expect(onDone).toHaveBeenCalledWith('Đã giữ 1 quyền.'));
    expect(asked[0]!.variables.input).toMatchObject({ items: ['i2'], confirm: true });
    expect(asked[0]!.variables.input).not.toHaveProperty('note');
  });
});
