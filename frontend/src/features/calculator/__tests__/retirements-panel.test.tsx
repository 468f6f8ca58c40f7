import { cleanup, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { createClient, fetchExchange, Provider } from 'urql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { RetirementsPanel } from '../components/retirements-panel';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<object>()),
  Link: ({ children, search }: { children: ReactNode; search: { retiresTo: string } }) => (
    <a href={search.retiresTo}>{children}</a>
  ),
  useSearch: () => ({ asOf: '2026-08-31' }),
}));

afterEach(cleanup);

/** A server with so many months of the law, that counts as many people as the month in which a period ends. */
function serve(notice: string | null, decision: string | null) {
  vi.stubGlobal('fetch', async (_: string, init: { body: string }) => {
    const { operationName, variables } = JSON.parse(init.body) as {
      operationName: string;
      variables: Record<string, string>;
    };
    const months = (value: string | null) => value && { value };
    const count = (day: string | undefined) => ({ totalCount: Number(day?.slice(5, 7)) });
    const data =
      operationName === 'RetirementMonths'
        ? { notice: months(notice), decision: months(decision) }
        : {
            notice: count(variables.notice),
            decision: count(variables.decision),
            year: count(variables.year),
          };
    return new Response(JSON.stringify({ data }));
  });
}

async function rows() {
  const client = createClient({ url: '/graphql', preferGetMethod: false, exchanges: [fetchExchange] });
  render(
    <Provider value={client}>
      <RetirementsPanel />
    </Provider>,
  );
  const [, ...body] = await screen.findAllByRole('row');
  return body.map((row) => [row.textContent, row.querySelector('a')?.getAttribute('href')]);
}

describe('those who retire soon', () => {
  it('are counted as far ahead as the law of the day wants their papers', async () => {
    serve('7', '3');
    expect(await rows()).toEqual([
      ['Trong 3 tháng tới: đến hạn ra quyết định30/11/202611', '2026-11-30'],
      ['Trong 7 tháng tới: đến hạn ra thông báo31/03/20273', '2027-03-31'],
      ['Trong 12 tháng tới31/08/20278', '2027-08-31'],
    ]);
  });

  it('are counted for the year alone on a day for which no rule on papers is loaded', async () => {
    serve(null, null);
    expect(await rows()).toEqual([['Trong 12 tháng tới31/08/20278', '2027-08-31']]);
  });
});
