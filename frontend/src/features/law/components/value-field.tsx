import { useTranslation } from 'react-i18next';
import { TextField } from '@/components/ui/fields';
import { Field } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { formatDay } from '@/lib/day';
import { formatAmount, parseAmount, spoken, unitWord } from '../amount';
import { valueOn } from '../choice-form';
import type { Parameter } from '../impact-form';

interface ValueFieldProps {
  parameter: Parameter;
  /** What the value is for: chosen, or only supposed. */
  label: string;
  /** A number as typed. */
  value: string;
  /** The code of an option. */
  choice: string | undefined;
  /** The first day; the law's value on it stands beside the field. */
  from: string | undefined;
  errorAt: (field: 'value' | 'choice') => string | undefined;
  onChange: (change: { value: string } | { choice: string | undefined }) => void;
}

/** A number or an option in place of the law's, with what the law says on the first day beside it. */
export function ValueField({ parameter, label, value, choice, from, errorAt, onChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const { unit, values, options } = parameter;
  const law = from && valueOn(values, from);
  const lawSays =
    from &&
    (law
      ? t('law.choice.lawSays', { day: formatDay(from), text: spoken(t, law) })
      : t('law.choice.lawSilent', { day: formatDay(from) }));
  if (unit === 'choice') {
    return (
      <Field label={label} hint={lawSays} error={errorAt('choice')}>
        {(ids) => (
          <Select
            {...ids}
            width="100%"
            label={t('law.choice.chooseOption')}
            options={options.map(({ code, label: words }) => ({ value: code, label: words }))}
            value={choice}
            onChange={(next) => onChange({ choice: next })}
          />
        )}
      </Field>
    );
  }
  const amount = parseAmount(value, unit);
  const understood = amount && t('law.choice.understood', { amount: formatAmount(t, amount, unit) });
  const word = unit === 'share' ? t('law.unit.percent') : unitWord(t, unit);
  return (
    <TextField
      label={t('law.choice.valueIn', { label, unit: word })}
      hint={[understood, lawSays].filter(Boolean).join(' ')}
      error={errorAt('value')}
      value={value}
      onChange={(next) => onChange({ value: next })}
    />
  );
}
