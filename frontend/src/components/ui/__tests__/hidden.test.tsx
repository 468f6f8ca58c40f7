import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { WhyContext } from '@/lib/why';
import { Hidden, HiddenBlock } from '../hidden';
import { ErrorState } from '../states';

describe('what the reader may not see', () => {
  it('is a lock that names the missing right and explains it at that object', async () => {
    const explain = vi.fn();
    render(
      <WhyContext value={explain}>
        <Hidden grant="staff.salary:read" object="12" />
      </WhyContext>,
    );
    const lock = screen.getByRole('button', { name: 'Không được xem. Quyền còn thiếu: xem lương. Vì sao?' });
    lock.focus();
    await userEvent.setup().keyboard('{Enter}');
    expect(explain).toHaveBeenCalledExactlyOnceWith({ grant: 'staff.salary:read', object: '12' });
  });

  it('is said in words where a whole block is hidden', () => {
    const { container } = render(<HiddenBlock grant="staff.health:read" />);
    expect(container.textContent).toContain('Quyền còn thiếu: xem thông tin sức khỏe');
    expect(screen.queryByRole('button')).toBeNull(); // nothing here can explain it
  });

  it('is explained from a refusal that names the right, and from no other', () => {
    render(
      <WhyContext value={() => undefined}>
        <ErrorState problem={{ code: 'FORBIDDEN', message: 'Không có quyền.', grant: 'auth.user:read' }} />
        <ErrorState problem={{ code: 'NOT_FOUND', message: 'Không tìm thấy.' }} />
      </WhyContext>,
    );
    expect(screen.getAllByRole('button', { name: 'Vì sao?' })).toHaveLength(1);
  });
});
