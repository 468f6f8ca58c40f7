import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createClient, fetchExchange, Provider } from 'urql';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChangeRowFragment } from '@/gql/graphql';
import type { Member } from '../change-form';
import { ChangeDecision } from '../components/change-decision';
import { ChangeForm } from '../components/change-form';

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
  return render(<Provider value={client}>{content}</Provider>);
}

const member = {
  id: '7',
  fullName: 'Nguyễn Văn An',
  identity: { phone: '0912345678', email: '', homeTown: 'Lục Nam' },
  relatives: [],
  qualifications: [],
  workHistory: [],
} as unknown as Member;

const change: ChangeRowFragment = {
  id: 'c1',
  kind: 'UPDATE',
  section: 'IDENTITY',
  state: 'PENDING',
  evidence: 'Hợp đồng thuê bao',
  effectiveOn: '2026-11-20',
  remove: false,
  line: null,
  declaredBy: 'Trần Thị Nhân',
  declaredAt: '2026-11-20T03:00:00Z',
  decidedBy: null,
  decidedAt: null,
  reason: '',
  mayDecide: true,
  version: 3,
  fields: [{ name: 'phone', before: '0912345678', after: '0987654321' }],
  staff: { id: '7', fullName: 'Nguyễn Văn An', code: 'CB0007' },
};

const done = { data: { declareRecordChange: { change } } };
const nothing = () => undefined;

beforeEach(() => sessionStorage.clear());
afterEach(() => vi.unstubAllGlobals());

function openForm(onSent = vi.fn()) {
  show(
    <ChangeForm
      member={member}
      sections={['IDENTITY']}
      storageKey="draft"
      onDirty={nothing}
      onCancel={nothing}
      onSent={onSent}
    />,
  );
  return { user: userEvent.setup(), onSent };
}

async function retype(user: ReturnType<typeof userEvent.setup>, label: string, text: string) {
  const input = screen.getByLabelText(label);
  await user.clear(input);
  await user.type(input, text);
}

// The library's spinner leaves with a motion that never ends here, and is read before the words meanwhile.
const send = () => screen.getByRole('button', { name: /Gửi đề nghị$/ });

describe('the form of a proposal', () => {
  it('is filled with the record and sends only what was changed, once for a double click', async () => {
    const asked = server(done);
    const { user, onSent } = openForm();
    expect(screen.getByLabelText<HTMLInputElement>('Điện thoại').value).toBe('0912345678');
    await retype(user, 'Điện thoại', '0987654321');
    await retype(user, 'Minh chứng', 'Hợp đồng thuê bao');
    await user.dblClick(send());
    await waitFor(() => expect(onSent).toHaveBeenCalledOnce());
    expect(asked).toHaveLength(1);
    expect(asked[0]!.variables.input.fields).toEqual([{ name: 'phone', value: '0987654321' }]);
    expect(sessionStorage.getItem('draft')).toBeNull();
  });

  it('says what is wrong when a field is left, without asking the server', async () => {
    const asked = server(done);
    const { user } = openForm();
    await retype(user, 'Điện thoại', 'không phải số');
    expect(screen.queryByText(/^Số điện thoại gồm/)).toBeNull();
    await user.tab();
    expect(screen.getByText(/^Số điện thoại gồm/)).toBeTruthy();
    await user.click(send());
    expect(screen.getByText('Nêu giấy tờ minh chứng.')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Điện thoại'));
    expect(asked).toHaveLength(0);
  });

  it('shows the server’s refusal beside the field it names, and keeps the request id', async () => {
    const asked = server(refused('BAD_INPUT', 'fields[1].value', 'Máy chủ không nhận số này.'), done);
    const { user, onSent } = openForm();
    await retype(user, 'Quê quán', 'Yên Dũng');
    await retype(user, 'Điện thoại', '0987654321');
    await retype(user, 'Minh chứng', 'Hợp đồng thuê bao');
    await user.click(send());
    const message = await screen.findByText('Máy chủ không nhận số này.');
    const input = screen.getByLabelText('Điện thoại');
    expect(input.getAttribute('aria-describedby')).toBe(message.id);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByLabelText('Quê quán').getAttribute('aria-invalid')).toBe('false');
    await retype(user, 'Điện thoại', '0987654322');
    await user.click(send());
    await waitFor(() => expect(onSent).toHaveBeenCalled());
    const [first, second] = asked.map(({ variables }) => variables.input.clientRequestId);
    expect(second).toBe(first);
  });

  it('keeps the draft until it is sent', async () => {
    server(done);
    const { user } = openForm();
    await retype(user, 'Điện thoại', '0987654321');
    expect(sessionStorage.getItem('draft')).toContain('0987654321');
  });
});

describe('the decision on a proposal', () => {
  const decide = (
    over: Partial<ChangeRowFragment> = {},
    onReload = nothing,
    onDone: (m: string) => void = nothing,
  ) => show(<ChangeDecision change={{ ...change, ...over }} onDone={onDone} onReload={onReload} />);

  it('is offered only to those who may decide', () => {
    decide({ mayDecide: false });
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.getByText('Chờ người khác xác minh')).toBeTruthy();
  });

  it('is no longer offered once it is taken', () => {
    decide({ state: 'VERIFIED', mayDecide: true });
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('names its effect and is taken in the version that was seen', async () => {
    const asked = server({ data: { decideRecordChange: { change } } });
    const onDone = vi.fn();
    decide({}, nothing, onDone);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Xác minh' }));
    const dialog = screen.getByRole('dialog');
    expect(dialog.textContent).toContain('hồ sơ Nguyễn Văn An đổi như dưới đây từ ngày có hiệu lực');
    expect(dialog.textContent).toContain('0987654321');
    expect(asked).toHaveLength(0);
    await user.click([...dialog.querySelectorAll('button')].find((b) => b.textContent === 'Xác minh')!);
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(asked[0]!.variables.input).toMatchObject({ id: 'c1', version: 3, verify: true });
  });

  it('to reject needs a reason', async () => {
    const asked = server({ data: { decideRecordChange: { change } } });
    decide();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Từ chối' }));
    const buttons = () => [...screen.getByRole('dialog').querySelectorAll('button')];
    const reject = () => buttons().find((button) => button.textContent === 'Từ chối')!;
    await user.click(reject());
    expect(screen.getByText('Nêu lý do từ chối.')).toBeTruthy();
    expect(asked).toHaveLength(0);
    await user.type(screen.getByLabelText('Lý do từ chối'), 'Thiếu giấy tờ');
    await user.click(reject());
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]!.variables.input).toMatchObject({ verify: false, reason: 'Thiếu giấy tờ' });
  });

  it('that came too late shows what changed and offers to reload', async () => {
    const now = { ...member, identity: { ...member.identity, phone: '0900000000' } };
    server(refused('CONFLICT', 'id', 'Hồ sơ đã thay đổi sau khi kê khai.'), {
      data: { recordChanges: { totalCount: 1, edges: [{ node: change }] }, staffMember: now },
    });
    const onReload = vi.fn();
    decide({}, onReload);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Xác minh' }));
    const verify = [...screen.getByRole('dialog').querySelectorAll('button')];
    await user.click(verify.find((button) => button.textContent === 'Xác minh')!);
    await screen.findByText('Hồ sơ đã thay đổi sau khi kê khai.');
    await screen.findByText('Điện thoại: khi kê khai là 0912345678, nay là 0900000000.');
    await user.click(screen.getByRole('button', { name: 'Tải lại danh sách' }));
    expect(onReload).toHaveBeenCalledOnce();
  });
});
