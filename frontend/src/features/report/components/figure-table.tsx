import { useTranslation } from 'react-i18next';
import { Tag } from '@/components/ui/chip';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { Panel } from '@/components/ui/page';
import { codeLabel } from '@/lib/code-label';
import { formatDecimal } from '@/lib/number';
import type { FigureGroup, PeriodFigure } from '../figures';
import styles from './figure-table.module.css';

function Gap({ gap }: { gap: string }) {
  const { t } = useTranslation();
  const number = Number(gap);
  if (number === 0) return <Tag tone="green">{t('report.period.same')}</Tag>;
  return (
    <Tag tone="amber">
      {t('report.period.differs', { gap: `${number > 0 ? '+' : ''}${formatDecimal(gap)}` })}
    </Tag>
  );
}

export function FigureTable({ group }: { group: FigureGroup }) {
  const { t } = useTranslation();
  const title = codeLabel(t, 'reportDomain', group.domain);
  const columns: Column<PeriodFigure>[] = [
    {
      id: 'label',
      header: t('report.period.figure'),
      cell: ({ label, key }) => (
        <>
          {label} <code className={styles.key}>{key}</code>
        </>
      ),
    },
    {
      id: 'value',
      width: '11%',
      header: t('report.period.computed'),
      align: 'right',
      inCard: true,
      cell: ({ value }) => formatDecimal(value),
    },
    {
      id: 'unit',
      width: '10%',
      header: t('report.period.unit'),
      inCard: true,
      cell: ({ unit }) => codeLabel(t, 'figureUnit', unit),
    },
    {
      id: 'published',
      width: '13%',
      header: t('report.period.published'),
      align: 'right',
      inCard: true,
      cell: ({ published }) => <Text>{published && formatDecimal(published.value)}</Text>,
    },
    {
      id: 'gap',
      width: '12%',
      header: t('report.period.gap'),
      inCard: true,
      cell: ({ published }) => (published ? <Gap gap={published.gap} /> : <Text>{undefined}</Text>),
    },
    {
      id: 'document',
      width: '22%',
      header: t('report.period.document'),
      cell: ({ published }) => <Text>{published?.document}</Text>,
    },
  ];
  return (
    <Panel title={title} flush>
      <DataTable caption={title} columns={columns} rows={group.figures} rowKey={({ key }) => key} />
    </Panel>
  );
}
