import { useTranslation } from 'react-i18next';
import { DataTable } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import type { RuleValuePartsFragment } from '@/gql/graphql';
import { formatDecimal } from '@/lib/number';
import { columnsOf } from '../history';
import { tableWord } from '../table-words';

/** The rows of a table of the law. A cell that the law does not have is a dash, not zero. */
export function RuleTable({ rows, caption }: { rows: RuleValuePartsFragment['rows']; caption: string }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={caption}
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { id: 'key', header: t('law.table.row'), cell: ({ key }) => tableWord(t, key) },
        ...columnsOf(rows).map((column) => ({
          id: column,
          header: tableWord(t, column),
          align: 'right' as const,
          inCard: true,
          cell: ({ cells }: RuleValuePartsFragment['rows'][number]) => {
            const cell = cells.find((item) => item.column === column);
            return <Text>{cell && formatDecimal(cell.value)}</Text>;
          },
        })),
      ]}
    />
  );
}
