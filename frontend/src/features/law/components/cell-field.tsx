import { useTranslation } from 'react-i18next';
import { TextField } from '@/components/ui/fields';
import { Field } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { formatDay } from '@/lib/day';
import { formatDecimal } from '@/lib/number';
import { columnsOf } from '../history';
import { rowsOn, type ImpactField, type ImpactForm, type Parameter } from '../impact-form';
import { tableWord } from '../table-words';
import styles from './law.module.css';

interface CellFieldProps {
  parameter: Parameter;
  form: ImpactForm;
  errorAt: (field: ImpactField) => string | undefined;
  onChange: (change: Partial<ImpactForm>) => void;
}

/** One figure of a table of the law: which row, which column, and what would stand there. */
export function CellField({ parameter, form, errorAt, onChange }: CellFieldProps) {
  const { t } = useTranslation();
  const { row, column, from } = form;
  const rows = rowsOn(parameter, from);
  const cell = rows.find(({ key }) => key === row)?.cells.find((item) => item.column === column);
  const lawSays =
    cell && from && t('law.choice.lawSays', { day: formatDay(from), text: formatDecimal(cell.value) });
  return (
    <>
      <div className={styles.pair}>
        <Field label={t('law.table.row')} error={errorAt('row')}>
          {(ids) => (
            <Select
              {...ids}
              width="100%"
              label={t('law.impact.chooseRow')}
              options={rows.map(({ key }) => ({ value: key, label: tableWord(t, key) }))}
              value={row}
              onChange={(next) => onChange({ row: next })}
            />
          )}
        </Field>
        <Field label={t('law.table.column')} error={errorAt('column')}>
          {(ids) => (
            <Select
              {...ids}
              width="100%"
              label={t('law.impact.chooseColumn')}
              options={columnsOf(rows).map((value) => ({ value, label: tableWord(t, value) }))}
              value={column}
              onChange={(next) => onChange({ column: next })}
            />
          )}
        </Field>
      </div>
      <TextField
        label={t('law.impact.supposed')}
        hint={lawSays || undefined}
        error={errorAt('value')}
        value={form.value}
        onChange={(value) => onChange({ value })}
      />
    </>
  );
}
