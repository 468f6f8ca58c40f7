import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createClient, fetchExchange, Provider } from 'urql';
import { expect, it, vi } from 'vitest';
import { ViewerContext, type Viewer } from '@/lib/viewer';
import { ListExport } from '../components/export-button';

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<object>()),
  useLocation: () => ({ searchStr: '?result=REFUSED&skip=50' }),
}));

it('a list within a thing is asked for with that thing and the filters of the address', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (address: string, init: { body: string }) => {
    if (String(address).includes('/api/export/')) asked.push([address, JSON.parse(init.body)]);
    return new Response(JSON.stringify({ jobId: 'j1' }), { headers: { 'Content-Type': 'application/json' } });
  });
  render(
    <Provider value={createClient({ url: '/graphql', preferGetMethod: false, exchanges: [fetchExchange] })}>
      <ViewerContext value={{ permissions: ['exchange.list:export'] } as unknown as Viewer}>
        <ListExport list="computations" columns={['code', 'total']} within={{ batch: 'b1' }} />
      </ViewerContext>
    </Provider>,
  );
  await userEvent.click(screen.getByRole('button'));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toEqual([
    '/api/export/list/computations',
    { search: 'result=REFUSED&skip=50&batch=b1', columns: ['code', 'total'], lang: 'vi' },
  ]);
});
