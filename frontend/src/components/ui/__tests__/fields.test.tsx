import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { DayField, TextAreaField, TextField } from '../fields';
import { Field, PasswordInput, type FieldIds } from '../input';
import { SearchSelect, Select } from '../select';

const nothing = () => undefined;
const label = 'Ngày hiệu lực';
const options = [{ value: 'a', label: 'Một' }];
const inField = (control: (ids: FieldIds) => ReactNode) => (error: string | undefined) => (
  <Field label={label} hint="Gợi ý" error={error}>
    {control}
  </Field>
);

const fields: Record<string, (error: string | undefined) => ReactNode> = {
  'a line of text': (error) => <TextField {...{ label, hint: 'Gợi ý', error }} value="" onChange={nothing} />,
  'a longer text': (error) => (
    <TextAreaField {...{ label, hint: 'Gợi ý', error }} value="" onChange={nothing} />
  ),
  'a password': inField((ids) => <PasswordInput {...ids} value="" onChange={nothing} />),
  'a day': (error) => <DayField {...{ label, hint: 'Gợi ý', error }} value={undefined} onChange={nothing} />,
  'a choice': inField((ids) => (
    <Select {...ids} label="Chọn" value={undefined} options={options} onChange={nothing} />
  )),
  'a choice by searching': inField((ids) => (
    <SearchSelect
      {...ids}
      label="Chọn"
      value="b"
      chosen="Hai"
      options={options}
      onSearch={nothing}
      onOpenChange={nothing}
      onChange={nothing}
    />
  )),
};

describe.each(Object.entries(fields))('the field of %s', (_, field) => {
  it('is named by its label and described by its hint', () => {
    render(field(undefined));
    const control = screen.getByLabelText(label);
    expect(control.getAttribute('aria-invalid')).toBe('false');
    expect(control.getAttribute('aria-describedby')).toBe(screen.getByText('Gợi ý').id);
  });

  it('says that it is wrong and is described by its error, to the ear as to the eye', () => {
    const { container } = render(field('Không có ngày này.'));
    const control = screen.getByLabelText(label);
    expect(control.getAttribute('aria-invalid')).toBe('true');
    expect(control.getAttribute('aria-describedby')).toBe(screen.getByText('Không có ngày này.').id);
    expect(container.querySelector('[class*="-status-error"]')).not.toBeNull();
  });
});

it('a search that has not found what is chosen shows it by its name all the same', () => {
  render(fields['a choice by searching']!(undefined));
  expect(screen.getByText('Hai')).toBeTruthy();
});
