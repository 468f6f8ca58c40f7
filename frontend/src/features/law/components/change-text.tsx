import { useTranslation } from 'react-i18next';
import { Figure } from '@/components/ui/figure';
import { formatDay, lastDay } from '@/lib/day';
import { formatDecimal, formatNumber } from '@/lib/number';
import { formatDifference } from '../amount';
import type { CellChange, Change } from '../history';
import { tableWord } from '../table-words';
import styles from './law.module.css';

/** What a value changed of the one before it, in words; the cells of a table as a diff. */
export function ChangeText({ change, unit }: { change: Change; unit: string }) {
  const { t } = useTranslation();
  switch (change.kind) {
    case 'first':
      return <>{t('law.change.first')}</>;
    case 'gap':
      return <>{t('law.change.gap', { from: formatDay(change.from), to: formatDay(lastDay(change.to)) })}</>;
    case 'same':
      return <>{t('law.change.same')}</>;
    case 'option':
      return <>{t('law.change.option', { before: change.before })}</>;
    case 'cells':
      return <CellDiff cells={change.cells} />;
    case 'number': {
      const difference = formatDifference(t, change.difference, unit);
      // A part of a part is hard to read: shares say their difference alone.
      if (change.share === undefined || unit === 'share') {
        return <>{t('law.change.number', { difference })}</>;
      }
      const sign = change.share > 0 ? '+' : '';
      const share = `${sign}${formatNumber(change.share * 100, 1)}`;
      return <>{t('law.change.numberShare', { difference, share })}</>;
    }
  }
}

function CellDiff({ cells }: { cells: CellChange[] }) {
  const { t } = useTranslation();
  return (
    <details className={styles.details} open={cells.length <= 12}>
      <summary>{t('law.change.cells', { count: cells.length })}</summary>
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('law.change.caption')}>
        <table className={styles.diff}>
          <caption className="visually-hidden">{t('law.change.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('law.table.row')}</th>
              <th scope="col">{t('law.table.column')}</th>
              <th scope="col">{t('law.change.before')}</th>
              <th scope="col">{t('law.change.after')}</th>
            </tr>
          </thead>
          <tbody>
            {cells.map(({ row, column, before, after }) => (
              <tr key={`${row} ${column}`}>
                <th scope="row">{tableWord(t, row)}</th>
                <td>{tableWord(t, column)}</td>
                <td>{before === null ? <Figure value={null} /> : <del>{formatDecimal(before)}</del>}</td>
                <td>{after === null ? <Figure value={null} /> : <ins>{formatDecimal(after)}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
