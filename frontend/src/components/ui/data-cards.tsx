import type { Column } from './data-table';
import styles from './data-cards.module.css';

interface DataCardsProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  isTotal?: (row: Row) => boolean;
}

/** The same rows as a table's, one card each: the name and the columns that matter. */
export function DataCards<Row>({ caption, columns, rows, rowKey, isTotal }: DataCardsProps<Row>) {
  const [first, ...rest] = columns;
  const chosen = rest.filter(({ inCard }) => inCard);
  const shown = chosen.length > 0 ? chosen : rest.slice(0, 3);
  return (
    <ul aria-label={caption} className={styles.cards}>
      {rows.map((row) => (
        <li key={rowKey(row)} className={styles.card} data-total={isTotal?.(row) || undefined}>
          <div className={styles.name}>{first?.cell(row)}</div>
          <dl className={styles.facts}>
            {shown.map(({ id, header, cell }) => (
              <div key={id}>
                <dt>{header}</dt>
                <dd>{cell(row)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
