import { CombinedError } from '@urql/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { QueryView } from '../query-view';

const state = { fetching: false, stale: false };

function show(
  result: { data?: string; error?: CombinedError; fetching: boolean; stale: boolean },
  keep = false,
) {
  const execute = vi.fn();
  render(
    <QueryView result={[result, execute]} keep={keep} skeleton={<p>skeleton</p>}>
      {(data) => <p>{data}</p>}
    </QueryView>,
  );
  return execute;
}

function refusal(code: string, message: string) {
  return new CombinedError({ graphQLErrors: [{ message, extensions: { code } }] });
}

describe('the answer of a request', () => {
  it('is a skeleton while the first one loads', () => {
    show({ ...state, fetching: true });
    expect(screen.getByText('skeleton')).toBeTruthy();
  });

  it('is never the figures of the date before while the next date loads', () => {
    show({ ...state, fetching: true, data: '41.051' });
    expect(screen.queryByText('41.051')).toBeNull();
  });

  it('stays, greyed and marked busy, where a list is paged', () => {
    show({ ...state, fetching: true, data: 'rows' }, true);
    expect(screen.getByText('rows').parentElement!.getAttribute('aria-busy')).toBe('true');
  });

  it('stays while the same question is asked again', () => {
    show({ ...state, fetching: true, stale: true, data: '41.051' });
    expect(screen.getByText('41.051')).toBeTruthy();
  });

  it('says what failed and tries again', () => {
    const execute = show({ ...state, error: refusal('RETRY', 'Mất kết nối cơ sở dữ liệu.') });
    expect(screen.getByRole('alert').textContent).toContain('Mất kết nối cơ sở dữ liệu.');
    fireEvent.click(screen.getByRole('button', { name: 'Thử lại' }));
    expect(execute).toHaveBeenCalledWith({ requestPolicy: 'network-only' });
  });

  it('offers no second try where it cannot help', () => {
    show({ ...state, error: refusal('FORBIDDEN', 'Thiếu quyền.') });
    expect(screen.queryByRole('button')).toBeNull();
  });
});
