import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { CalculatorForm } from '../components/calculator-form';
import type { Section } from '../fields';
import { listEstimateForm } from '../person';

const form: readonly Section[] = [
  {
    id: 'pay',
    fields: [
      { name: 'step', path: 'step', kind: 'count', required: true },
      { name: 'coefficient', path: 'salary.coefficient', kind: 'decimal' },
    ],
  },
];

describe('the form of a calculator', () => {
  it('sends what was typed in the words of the address, and nothing while something is wrong', async () => {
    const onSubmit = vi.fn();
    render(<CalculatorForm form={form} values={{}} onSubmit={onSubmit} />);
    const user = userEvent.setup();
    const compute = screen.getByRole('button', { name: 'Tính' });
    await user.click(compute);
    expect(onSubmit).not.toHaveBeenCalled();
    const step = screen.getByLabelText('Bậc lương hiện hưởng');
    expect(step.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(step);
    await user.type(step, '3');
    await user.type(screen.getByLabelText('Hệ số lương'), '4,65');
    await user.click(compute);
    expect(onSubmit).toHaveBeenCalledWith({ step: '3', coefficient: '4.65' });
  }, 20_000);

  it('shows a refusal at its field until the field is edited, and again when the server says it again', async () => {
    const refusal = { place: 'step', message: 'Loại A1 chỉ có 9 bậc.' };
    const props = { form, values: { step: '40' }, onSubmit: vi.fn() };
    const { rerender } = render(<CalculatorForm {...props} refusal={refusal} />);
    const step = screen.getByLabelText('Bậc lương hiện hưởng');
    expect(screen.getByText('Loại A1 chỉ có 9 bậc.')).toBeTruthy();
    await userEvent.setup().type(step, '1');
    expect(screen.queryByText('Loại A1 chỉ có 9 bậc.')).toBeNull();
    rerender(<CalculatorForm {...props} refusal={{ ...refusal }} />);
    expect(screen.getByText('Loại A1 chỉ có 9 bậc.')).toBeTruthy();
  }, 20_000);

  it('asks what a training costs once one leaves after it', () => {
    const props = { form: listEstimateForm, onSubmit: vi.fn() };
    const { rerender } = render(<CalculatorForm {...props} values={{ policy: 'TRANSFER_OUT' }} />);
    expect(screen.queryByLabelText('Số tháng đi học nghề')).toBeNull();
    expect(screen.queryByLabelText('Học phí học nghề')).toBeNull();
    const trained = { policy: 'SEVERANCE_AFTER_TRAINING', trainingMonths: '4', tuition: '20000000' };
    rerender(<CalculatorForm {...props} values={trained} />);
    const shown = (label: string) => (screen.getByLabelText(label) as HTMLInputElement).value;
    expect(shown('Số tháng đi học nghề')).toBe('4');
    expect(shown('Học phí học nghề')).toBe('20.000.000');
  }, 20_000);

  it('is filled in anew when the address changes', () => {
    const props = { form, onSubmit: vi.fn() };
    const { rerender } = render(<CalculatorForm {...props} values={{ step: '3' }} />);
    rerender(<CalculatorForm {...props} values={{ step: '5' }} />);
    expect((screen.getByLabelText('Bậc lương hiện hưởng') as HTMLInputElement).value).toBe('5');
  });
});
