import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Balance, Figure } from '../figure';

describe('figures', () => {
  it('say in a word that a negative balance is over the quota', () => {
    const { container } = render(<Balance value={-611} />);
    expect(container.textContent).toBe('vượt −611');
  });

  it('show zero as 0 and absence as a dash', () => {
    expect(render(<Figure value={0} />).container.textContent).toBe('0');
    const absent = render(<Figure value={null} />).container;
    expect(absent.textContent).toContain('–');
    expect(absent.textContent).toContain('không có số liệu');
  });
});
