import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { codes } from '../codes';
import type { Rows } from '../fields';
import { cellLabel } from '../words';
import { FormField } from './form-field';
import styles from './calculator.module.css';

interface FormRowsProps {
  rows: Rows;
  value: readonly (readonly string[])[];
  onChange: (value: string[][]) => void;
  errorAt: (name: string) => string | undefined;
  onLeave: (name: string) => void;
}

/** A list within a form that one adds lines to: time that delays a raise, the salary of earlier years. */
export function FormRows({ rows, value, onChange, errorAt, onLeave }: FormRowsProps) {
  const { t } = useTranslation();
  const title = t(`calculator.rows.${rows.name}`);
  const set = (at: number, index: number, text: string) =>
    onChange(
      value.map((cells, row) =>
        rows.cells.map((_, i) => (row === at && i === index ? text : (cells[i] ?? ''))),
      ),
    );
  const error = errorAt(rows.name);
  return (
    <details className={styles.rows} open={value.length > 0 || error !== undefined || undefined}>
      <summary>{title}</summary>
      <p className={styles.soft}>{t(`calculator.rows.${rows.name}Hint`)}</p>
      {error !== undefined && (
        <p role="alert" className={styles.fault}>
          {error}
        </p>
      )}
      {value.map((cells, at) => (
        <fieldset key={at} className={styles.row}>
          <legend>{t('calculator.rows.line', { title, number: at + 1 })}</legend>
          <div className={styles.dense}>
            {rows.cells.map((cell, index) => {
              if (cell.when?.(cells) === false) return null;
              const name = `${rows.name}.${at}.${cell.name}`;
              return (
                <FormField
                  key={cell.name}
                  name={cell.name}
                  kind={cell.kind}
                  label={cellLabel(t, cell)}
                  options={cell.options ? codes[cell.options] : []}
                  value={cells[index] ?? ''}
                  error={errorAt(name)}
                  onChange={(text) => set(at, index, text)}
                  onLeave={() => onLeave(name)}
                />
              );
            })}
          </div>
          <Button
            aria-label={t('calculator.rows.remove', { title, number: at + 1 })}
            onClick={() => onChange(value.filter((_, row) => row !== at).map((line) => [...line]))}
          >
            {t('calculator.rows.removeShort')}
          </Button>
        </fieldset>
      ))}
      <Button onClick={() => onChange([...value.map((line) => [...line]), rows.cells.map(() => '')])}>
        {t('calculator.rows.add')}
      </Button>
    </details>
  );
}
