import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ReviewReminder } from '../components/review-progress';

it('says how many grants wait for a review, how long they may, and since when they do', () => {
  render(<ReviewReminder due={{ grants: 12, since: '2025-03-09', days: 365 }} />);
  expect(screen.getByRole('status').textContent).toBe(
    'Có 12 quyền đã quá 365 ngày chưa được đưa vào đợt rà soát nào, lâu nhất từ ngày 09/03/2025. Hãy mở một đợt rà soát.',
  );
});
