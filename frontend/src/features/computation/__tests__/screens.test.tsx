import { configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createClient, fetchExchange, Provider } from 'urql';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SeparationEstimateInput } from '@/gql/graphql';
import type { StaffFilterSearch } from '@/lib/staff-filter';
import { ViewerContext, type Viewer } from '@/lib/viewer';
import { BatchView } from '../components/batch-view';
import { ComputationView } from '../components/computation-view';
import { EstimateListLink } from '../components/estimate-list-link';
import { KeepEstimate } from '../components/keep-estimate';
import { NewBatchView } from '../components/new-batch-view';
import { PersonComputations } from '../components/person-computations';

const place: { search: StaffFilterSearch & { asOf?: string } } = { search: {} };
const navigate = vi.fn();

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<object>()),
  Link: ({ to, search, children }: { to: string; search?: object; children: ReactNode }) => (
    <a href={`${to}?${JSON.stringify(search ?? {})}`}>{children}</a>
  ),
  getRouteApi: () => ({
    useSearch: () => place.search,
    useNavigate: () => navigate,
    useParams: () => ({ batchId: 'b7', computationId: 'c9' }),
  }),
  useSearch: () => place.search,
  useLocation: () => ({ pathname: '/calculators/batches/new' }),
}));

vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 10_000 });

type Sent = { operationName: string; variables: { input?: Record<string, unknown>; filter?: object } };

/** A server that answers each operation by its name, and remembers what it was asked. */
function server(answers: Record<string, object>) {
  const asked: Sent[] = [];
  vi.stubGlobal('fetch', async (_: string, init: { body: string }) => {
    const sent = JSON.parse(init.body) as Sent;
    asked.push(sent);
    return Response.json(answers[sent.operationName] ?? { data: {} });
  });
  return asked;
}

const ofName = (asked: Sent[], name: string) => asked.filter(({ operationName }) => operationName === name);

function show(content: ReactNode, permissions: string[]) {
  const client = createClient({ url: '/graphql', preferGetMethod: false, exchanges: [fetchExchange] });
  const viewer = { permissions, roles: [], unit: null } as unknown as Viewer;
  render(
    <Provider value={client}>
      <ViewerContext value={viewer}>{content}</ViewerContext>
    </Provider>,
  );
  return userEvent.setup({ delay: null });
}

const estimate: SeparationEstimateInput = {
  family: 'STAFF_REDUCTION',
  policy: 'IMMEDIATE_SEVERANCE',
  leavingDate: '2026-12-01',
};

const compute = 'staff.computation:compute';
const count = (people: number) => ({
  data: { staff: { __typename: 'StaffConnection', totalCount: people } },
});

beforeEach(() => {
  place.search = {};
  navigate.mockReset();
});

describe('the form for a list', () => {
  const form = (
    <NewBatchView
      ask={({ submit, onSubmit, refusal }) => (
        <>
          {refusal && <p role="alert">{refusal.text}</p>}
          <button onClick={() => onSubmit(estimate)}>{submit}</button>
        </>
      )}
    />
  );

  it('counts the people of today, and orders exactly the list that the address says', async () => {
    place.search = { class: ['CIVIL_SERVANT'], retiresTo: '2030-12-31', gap: 'NO_PAY', asOf: '2020-01-01' };
    const asked = server({
      StaffCount: count(1234),
      StaffFilters: {
        data: {
          headcountCategories: [],
          grades: [],
          dataGaps: [{ code: 'NO_PAY', label: 'Không có lương' }],
        },
      },
      ComputeSeparationEstimates: {
        data: { computeSeparationEstimates: { __typename: 'P', batch: { __typename: 'B', id: 'b7' } } },
      },
    });
    const user = show(form, [compute]);
    expect(screen.getByText(/^Tính theo hồ sơ của hôm nay/)).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: 'Bắt đầu tính cho 1.234 người' }));
    await waitFor(() => expect(navigate).toHaveBeenCalled());
    expect(await screen.findByText('Không có lương')).toBeTruthy();
    expect(navigate.mock.calls[0]![0]).toMatchObject({ params: { batchId: 'b7' } });
    const [counted] = ofName(asked, 'StaffCount');
    expect(counted!.variables.filter).toMatchObject({ retiresTo: '2030-12-31', gap: 'NO_PAY' });
    expect((counted!.variables.filter as { asOf: string }).asOf).not.toBe('2020-01-01');
    const [sent] = ofName(asked, 'ComputeSeparationEstimates');
    expect(sent!.variables.input).toMatchObject({
      title: expect.stringContaining('Ước tính chế độ thôi việc – Mọi đơn vị'),
      filter: { staffClasses: ['CIVIL_SERVANT'], retiresTo: '2030-12-31', gap: 'NO_PAY' },
      estimate,
    });
  });

  it('sends nothing without a title, and shows what the server refuses', async () => {
    const message = 'Danh sách không có ai.';
    const asked = server({
      StaffCount: count(0),
      ComputeSeparationEstimates: {
        errors: [{ message, extensions: { code: 'BAD_INPUT', field: 'filter' } }],
      },
    });
    const user = show(form, [compute]);
    const title = screen.getByLabelText('Tên đợt tính');
    await user.clear(title);
    const start = await screen.findByRole('button', { name: 'Bắt đầu tính cho 0 người' });
    await user.click(start);
    expect(title.getAttribute('aria-invalid')).toBe('true');
    expect(ofName(asked, 'ComputeSeparationEstimates')).toEqual([]);
    await user.type(title, 'Phương án 2027');
    await user.click(start);
    expect((await screen.findByRole('alert')).textContent).toBe(message);
    expect(navigate).not.toHaveBeenCalled();
  });

  it('is not offered to those who may not compute', () => {
    server({});
    show(form, ['staff.computation:read', 'calculator:use']);
    expect(screen.queryByLabelText('Tên đợt tính')).toBeNull();
    expect(screen.getByRole('heading', { name: 'Không có quyền xem nội dung này.' })).toBeTruthy();
  });
});

describe('a batch that has nothing to show', () => {
  const totals = { count: 0, eligible: 0, ineligible: 0, refused: 0, total: 0, byReason: [] };
  const batch = { id: 'b7', title: 'Phương án', filter: 'Mọi người', ask: 'Thôi việc', createdBy: 'An' };
  const answer = (job: object | null) => ({
    ComputationBatch: {
      data: { computationBatch: { ...batch, createdAt: '2026-11-22T03:00:00Z', job, totals } },
    },
  });

  it('says why its job could not be done, in the words of the server', async () => {
    server(answer({ id: 'j1', state: 'FAILED', problem: 'Hệ thống bận.' }));
    show(<BatchView actions={<button>Xuất</button>} />, ['staff.computation:read']);
    expect((await screen.findByRole('alert')).textContent).toContain('Hệ thống bận.');
    expect(screen.queryByRole('button', { name: 'Xuất' })).toBeNull();
  });

  it('says that nothing is kept of one that was stopped', async () => {
    server(answer({ id: 'j1', state: 'CANCELLED', problem: null }));
    show(<BatchView />, ['staff.computation:read']);
    expect(await screen.findByText('Đã dừng, chưa lưu bản tính nào')).toBeTruthy();
    expect(screen.queryByText('Đợt tính không có bản tính nào')).toBeNull();
  });

  it('says to others than its maker that nobody of it is in sight', async () => {
    server(answer(null));
    show(<BatchView />, ['staff.computation:read']);
    expect(await screen.findByText('Đợt tính không có bản tính nào')).toBeTruthy();
  });
});

describe('a computation that was kept', () => {
  const computation = {
    id: 'c9',
    staff: null,
    unit: null,
    caseDay: '2026-12-01',
    regime: '',
    regimeLabel: '',
    total: 0,
    outcome: null,
    problem: 'Hồ sơ không có ngày sinh.',
    result: 'REFUSED',
    parameters: [{ id: 'pay.base_salary', label: 'Mức lương cơ sở' }],
    batch: null,
    madeBy: 'Chuyên viên',
    madeAt: '2026-11-22T03:00:00Z',
    present: { result: 'REFUSED', total: 0, difference: 0, problem: 'Hồ sơ không có ngày sinh.' },
  };

  it('says why it was refused, shows no result, and names nobody out of sight', async () => {
    server({ Computation: { data: { computation } } });
    const result = vi.fn();
    show(<ComputationView result={result} />, ['staff.computation:read']);
    expect((await screen.findAllByText('Hồ sơ không có ngày sinh.')).length).toBe(2);
    expect(result).not.toHaveBeenCalled();
    expect(screen.getByRole('heading', { level: 1, name: /Người ngoài phạm vi được xem/ })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Mức lương cơ sở' }).getAttribute('href')).toContain(
      '/law/parameters/',
    );
  });

  it('stands as it came out, with the day it was made and what the law of today changes', async () => {
    const present = { result: 'ELIGIBLE', total: 12_000_000, difference: 2_000_000, problem: null };
    const owed = {
      result: 'ELIGIBLE',
      total: 10_000_000,
      outcome: { eligible: true },
      problem: null,
      present,
    };
    server({ Computation: { data: { computation: { ...computation, ...owed } } } });
    const result = vi.fn(() => <p>kết quả cũ</p>);
    show(<ComputationView result={result} />, ['staff.computation:read']);
    expect(await screen.findByText('kết quả cũ')).toBeTruthy();
    expect(result).toHaveBeenCalledWith(
      expect.objectContaining({ outcome: { eligible: true }, madeOn: '2026-11-22' }),
    );
    expect(screen.getByText('+2.000.000 đ')).toBeTruthy();
  });

  it('is nowhere for those who may not read it', async () => {
    const message = 'Không tìm thấy.';
    const errors = [{ message, path: ['computation'], extensions: { code: 'NOT_FOUND' } }];
    server({ Computation: { data: { computation: null }, errors } });
    show(<ComputationView result={() => null} />, []);
    expect(await screen.findByText(/^Không có bản tính này/)).toBeTruthy();
  });
});

describe('the way from the list of people', () => {
  it('carries the filter and leaves order, columns and page behind', () => {
    const search = {
      q: 'nguyen',
      unit: 'u1',
      reach: 'own' as const,
      sort: 'UNIT',
      cols: ['code'],
      after: 'x',
    };
    show(<EstimateListLink search={search} />, [compute]);
    const href = screen.getByRole('link', { name: 'Ước tính chế độ thôi việc' }).getAttribute('href')!;
    expect(JSON.parse(href.slice(href.indexOf('?') + 1))).toEqual({ q: 'nguyen', unit: 'u1', reach: 'own' });
  });

  it('is absent for those who may not compute', () => {
    show(<EstimateListLink search={{}} />, ['staff.core:read']);
    expect(screen.queryByRole('link')).toBeNull();
  });
});

describe('keeping an estimate of a person', () => {
  const kept = {
    data: {
      keepSeparationEstimate: { __typename: 'P', computation: { __typename: 'Computation', id: 'c9' } },
    },
  };

  it('sends what stands above once, and leads to what was kept', async () => {
    const asked = server({ KeepSeparationEstimate: kept });
    const user = show(<KeepEstimate staffId="s1" estimate={estimate} />, [compute]);
    await user.dblClick(screen.getByRole('button', { name: 'Lưu ước tính' }));
    await screen.findByRole('link', { name: 'Mở bản tính' });
    const sent = ofName(asked, 'KeepSeparationEstimate');
    expect(sent.length).toBe(1);
    expect(sent[0]!.variables.input).toMatchObject({ staff: 's1', estimate });
  });

  it('shows the refusal of the server', async () => {
    const message = 'Chưa có quy định được nạp.';
    server({
      KeepSeparationEstimate: { errors: [{ message, extensions: { code: 'NOT_COVERED', field: 'staff' } }] },
    });
    const user = show(<KeepEstimate staffId="s1" estimate={estimate} />, [compute]);
    await user.click(screen.getByRole('button', { name: 'Lưu ước tính' }));
    expect((await screen.findByRole('alert')).textContent).toBe(message);
  });

  it('is not offered for another day, nor to those who may not', () => {
    place.search = { asOf: '2020-01-01' };
    show(<KeepEstimate staffId="s1" estimate={estimate} />, [compute]);
    expect(screen.getByText(/^Chỉ lưu được ước tính theo hồ sơ hôm nay/)).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('shows what was kept only to those who may read it', () => {
    const asked = server({});
    show(<PersonComputations staffId="s1" />, ['calculator:use']);
    expect(asked).toEqual([]);
    expect(screen.queryByText('Bản tính đã lưu')).toBeNull();
  });
});
