import { configure, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createClient, fetchExchange, Provider } from 'urql';
import { describe, expect, it, vi } from 'vitest';
import type { ChoiceRowFragment } from '@/gql/graphql';
import { ViewerContext, type Viewer } from '@/lib/viewer';
import { ChangeText } from '../components/change-text';
import { DecideChoiceDialog } from '../components/decide-choice-dialogs';
import { EndChoiceDialog } from '../components/end-choice-dialog';
import { ProposeChoiceDialog } from '../components/propose-choice-dialog';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<object>()),
  Link: ({ children }: { children: ReactNode }) => <a href="/">{children}</a>,
  useSearch: () => ({}),
}));

// Dialogs of the component library are slow to mount where no browser draws them, the more so on a busy machine.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

type Sent = { operationName: string; variables: { input: Record<string, unknown> } };

/** A server that answers each operation by its name, and remembers the mutations it was asked. */
function server(answers: Record<string, object>) {
  const asked: Sent[] = [];
  vi.stubGlobal('fetch', async (_: string, init: { body: string }) => {
    const sent = JSON.parse(init.body) as Sent;
    if ('input' in sent.variables) asked.push(sent);
    return new Response(JSON.stringify(answers[sent.operationName] ?? { data: {} }));
  });
  return asked;
}

const viewer = { permissions: [], roles: [], unit: { id: 'u1', name: 'Sở Nội vụ' } } as unknown as Viewer;

function show(content: ReactNode) {
  const client = createClient({ url: '/graphql', preferGetMethod: false, exchanges: [fetchExchange] });
  render(
    <Provider value={client}>
      <ViewerContext value={viewer}>{content}</ViewerContext>
    </Provider>,
  );
  return userEvent.setup({ delay: null });
}

const button = (name: string) =>
  within(screen.getByRole('dialog')).getByRole('button', { name: new RegExp(`${name}$`) });

const months = {
  id: 'pay.step_raise.early_months',
  label: 'Số tháng nâng bậc trước thời hạn',
  unit: 'months',
  readBy: [],
  options: [],
  values: [
    {
      value: '12',
      text: '12 tháng',
      unit: 'months',
      from: '2013-09-15',
      to: null,
      note: null,
      rows: [],
      alternatives: [],
      source: { document: '08/2013/TT-BNV', at: null, effectiveFrom: '2013-09-15', confidence: 'SECONDARY' },
    },
  ],
};
const decision = {
  id: 'd1',
  number: '12',
  symbol: 'QĐ-UBND',
  title: 'Về việc áp dụng',
  effectiveOn: '2016-02-01',
};
const page = (node: object) => ({ edges: [{ node }], pageInfo: { hasNextPage: false }, totalCount: 1 });

const choice: ChoiceRowFragment = {
  id: 'c1',
  parameter: months.id,
  label: months.label,
  measure: 'months',
  value: '9',
  choice: null,
  choiceLabel: null,
  from: '2026-07-01',
  to: null,
  ends: null,
  note: '',
  state: 'PROPOSED',
  proposedBy: 'Nguyễn Thị Hương',
  proposedAt: '2026-06-01T02:00:00Z',
  decidedBy: null,
  decidedAt: null,
  reason: '',
  version: 3,
  lawValue: '12',
  mayDecide: true,
  mayWithdraw: false,
  mayEnd: false,
  unit: { id: 'u1', name: 'Sở Nội vụ' },
  decision: { id: 'd1', number: '12', symbol: 'QĐ-UBND', state: 'ISSUED' },
  namedByDecision: true,
};

describe('a proposal', () => {
  it('says what is missing, then shows the server’s refusal beside the field it names', async () => {
    const text = 'Quyết định có hiệu lực sau ngày áp dụng.';
    const asked = server({
      Parameter: { data: { ruleHistory: months } },
      UnitName: { data: { orgUnit: viewer.unit } },
      DecisionSelect: { data: { decisions: page(decision) } },
      ProposeRuleChoice: {
        data: null,
        errors: [{ message: text, extensions: { code: 'BAD_INPUT', field: 'input.decision' } }],
      },
    });
    const onDone = vi.fn();
    const user = show(<ProposeChoiceDialog parameter={months.id} onClose={vi.fn()} onDone={onDone} />);
    await screen.findByText(/^Quy định chung ngày .*: 12 tháng\.$/);
    await user.click(button('Gửi đề nghị'));
    expect(screen.getAllByText('Mục này không được để trống.')).toHaveLength(2);
    await user.type(screen.getByLabelText('Giá trị được chọn (tháng)'), '9');
    await user.click(screen.getByLabelText('Quyết định cho phép'));
    await user.click(await screen.findByTitle(/^12\/QĐ-UBND – Về việc áp dụng/));
    expect(asked).toHaveLength(0);
    await user.dblClick(button('Gửi đề nghị'));
    const message = await screen.findByText(text);
    expect(screen.getByLabelText('Quyết định cho phép').getAttribute('aria-describedby')).toBe(message.id);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.variables.input).toMatchObject({
      parameter: months.id,
      unit: 'u1',
      value: '9',
      decision: 'd1',
    });
    expect(onDone).not.toHaveBeenCalled();
  });
});

describe('a proposal of somebody else', () => {
  it('is approved beside what the law says, in the version that was seen', async () => {
    const asked = server({ DecideRuleChoice: { data: { decideRuleChoice: { choice: { id: 'c1' } } } } });
    const onDone = vi.fn();
    const user = show(
      <DecideChoiceDialog approve choice={choice} onClose={vi.fn()} onDone={onDone} onReload={vi.fn()} />,
    );
    expect(screen.getByRole('dialog').textContent).toMatch(/9 tháng.*12 tháng/);
    await user.click(button('Phê duyệt'));
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(asked[0]!.variables.input).toMatchObject({ id: 'c1', version: 3, approve: true });
  });

  it.each([
    ['a decision in force that names the parameter', 'ISSUED', true, []],
    ['a decision that says nothing of it', 'ISSUED', false, [/không có nội dung cho phép/]],
    ['a decision that was annulled', 'ANNULLED', true, [/Đã hủy bỏ/]],
  ])('is shown with what speaks against %s', (_, state, named, told) => {
    server({});
    const seen = { ...choice, decision: { ...choice.decision!, state }, namedByDecision: named };
    show(<DecideChoiceDialog approve choice={seen} onClose={vi.fn()} onDone={vi.fn()} onReload={vi.fn()} />);
    for (const doubt of [/không có nội dung cho phép/, /Đã hủy bỏ/]) {
      expect(screen.queryAllByText(doubt)).toHaveLength(told.some((t) => t.source === doubt.source) ? 1 : 0);
    }
  });

  it('is refused only with a reason, and never by the Enter key', async () => {
    const asked = server({ DecideRuleChoice: { data: { decideRuleChoice: { choice: { id: 'c1' } } } } });
    const user = show(
      <DecideChoiceDialog
        approve={false}
        choice={choice}
        onClose={vi.fn()}
        onDone={vi.fn()}
        onReload={vi.fn()}
      />,
    );
    await user.click(button('Từ chối'));
    expect(screen.getByText('Mục này không được để trống.')).toBeTruthy();
    await user.type(screen.getByLabelText('Lý do từ chối'), 'Chưa có nghị quyết{Enter}');
    expect(asked).toHaveLength(0);
    await user.click(button('Từ chối'));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(asked[0]!.variables.input).toMatchObject({ approve: false, reason: 'Chưa có nghị quyết' });
  });

  it('that somebody else has settled meanwhile is asked for again', async () => {
    server({
      DecideRuleChoice: {
        data: null,
        errors: [{ message: 'Đã thay đổi.', extensions: { code: 'CONFLICT', field: 'version' } }],
      },
    });
    const onReload = vi.fn();
    const user = show(
      <DecideChoiceDialog approve choice={choice} onClose={vi.fn()} onDone={vi.fn()} onReload={onReload} />,
    );
    await user.click(button('Phê duyệt'));
    await user.click(await screen.findByRole('button', { name: 'Tải lại' }));
    expect(onReload).toHaveBeenCalledOnce();
  });
});

describe('an approved choice', () => {
  it('is proposed to end on a day by a decision, with no value in its place', async () => {
    const asked = server({
      DecisionSelect: { data: { decisions: page(decision) } },
      ProposeRuleChoice: { data: { proposeRuleChoice: { choice: { id: 'c2' } } } },
    });
    const onDone = vi.fn();
    const approved: ChoiceRowFragment = { ...choice, state: 'APPROVED', from: '2099-01-01', mayEnd: true };
    const user = show(
      <EndChoiceDialog choice={approved} onClose={vi.fn()} onDone={onDone} onReload={vi.fn()} />,
    );
    await user.click(button('Gửi đề nghị'));
    expect(screen.getByText('Mục này không được để trống.')).toBeTruthy();
    await user.click(screen.getByLabelText('Quyết định cho phép'));
    await user.click(await screen.findByTitle(/^12\/QĐ-UBND – Về việc áp dụng/));
    await user.click(button('Gửi đề nghị'));
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    const { clientRequestId, ...input } = asked[0]!.variables.input;
    expect(clientRequestId).toBeTruthy();
    expect(input).toEqual({
      parameter: months.id,
      unit: 'u1',
      ends: 'c1',
      from: '2099-01-02',
      decision: 'd1',
    });
  });
});

describe('what changed', () => {
  it('of a table is a row for each cell, what was struck out and what is new', () => {
    show(
      <ChangeText
        unit="coefficient"
        change={{
          kind: 'cells',
          cells: [
            { row: 'A1', column: 'months', before: '36', after: '30' },
            { row: 'REPRIMAND', column: 'CADRE', before: null, after: '2.34' },
          ],
        }}
      />,
    );
    const rows = within(screen.getByRole('table', { name: 'Các ô thay đổi' })).getAllByRole('row');
    expect(rows.slice(1).map((row) => row.textContent)).toEqual([
      'A1Số tháng3630',
      'Khiển tráchCán bộ–không có số liệu2,34',
    ]);
    expect(rows[1]!.querySelector('del')?.textContent).toBe('36');
    expect(rows[1]!.querySelector('ins')?.textContent).toBe('30');
  });

  it('of a share is told in points of percent, of money with its part as well', () => {
    const { container } = render(
      <ChangeText unit="share" change={{ kind: 'number', difference: '-0.025', share: -0.2 }} />,
    );
    expect(container.textContent).toBe('So với trước: −2,5 điểm phần trăm');
    const money = render(
      <ChangeText unit="VND" change={{ kind: 'number', difference: '-540000', share: -0.3 }} />,
    );
    expect(money.container.textContent).toBe('So với trước: −540.000 đ (−30 %)');
  });
});
