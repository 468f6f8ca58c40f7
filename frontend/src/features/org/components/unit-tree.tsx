import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Balance, Figure } from '@/components/ui/figure';
import { EmptyState } from '@/components/ui/states';
import { TreeGrid, type TreeColumn } from '@/components/ui/tree-grid';
import { fold } from '@/lib/fold';
import { useNarrow } from '@/lib/use-narrow';
import type { TreeSearch } from '../search';
import { pruned, treeOf, type OrgTreeRow, type UnitNode } from '../tree';
import styles from './unit-tree.module.css';

interface UnitTreeProps {
  rows: readonly OrgTreeRow[];
  search: TreeSearch;
}

function UnitName({ row }: { row: OrgTreeRow }) {
  return (
    <Link
      to="/org/$unitId"
      params={{ unitId: row.unit.id }}
      tabIndex={-1}
      className={styles.name}
      title={row.unit.name}
    >
      {row.unit.name}
    </Link>
  );
}

function useColumns(): TreeColumn<UnitNode>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const own = t('org.tree.own');
    const all = t('org.tree.subtree');
    const number = { width: '84px', align: 'right' as const };
    const figure = (id: keyof OrgTreeRow & string, group: string, header: string) => ({
      ...number,
      id,
      group,
      header,
      cell: ({ row }: UnitNode) => <Figure value={row[id] as number} />,
    });
    const balance = (id: keyof OrgTreeRow & string, group: string, header: string) => ({
      ...number,
      width: '124px',
      id,
      group,
      header,
      cell: ({ row }: UnitNode) => <Balance value={row[id] as number} />,
    });
    const people = (id: 'present' | 'subtreePresent', group: string) => ({
      ...number,
      id,
      group,
      header: t('headcount.present'),
      cell: ({ row }: UnitNode) => (
        <Link
          to="/staff"
          search={{ unit: row.unit.id, reach: id === 'present' ? 'own' : undefined }}
          tabIndex={-1}
        >
          <Figure value={row[id]} />
        </Link>
      ),
    });
    return [
      {
        id: 'name',
        header: t('org.unit'),
        width: 'minmax(300px, 1fr)',
        cell: ({ row }) => <UnitName row={row} />,
      },
      figure('subtreeAllocated', all, t('headcount.allocated')),
      people('subtreePresent', all),
      balance('subtreeVacant', all, t('headcount.vacant')),
      { ...figure('subtreePromised', all, t('headcount.promised')), width: '96px' },
      balance('subtreeRecruitable', all, t('headcount.recruitable')),
      figure('allocated', own, t('headcount.allocated')),
      people('present', own),
      balance('vacant', own, t('headcount.vacant')),
    ];
  }, [t]);
}

/** On a phone: the name, and under it the three figures that matter. */
function useNarrowColumns(): TreeColumn<UnitNode>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('org.unit'),
        width: 'minmax(0, 1fr)',
        cell: ({ row }) => (
          <span className={styles.card}>
            <UnitName row={row} />
            <span className={styles.line}>
              {t('headcount.allocated')} <Figure value={row.subtreeAllocated} /> · {t('headcount.present')}{' '}
              <Figure value={row.subtreePresent} /> · {t('headcount.vacant')}{' '}
              <Balance value={row.subtreeVacant} />
            </span>
          </span>
        ),
      },
    ],
    [t],
  );
}

export function UnitTree({ rows, search }: UnitTreeProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const wide = useColumns();
  const slim = useNarrowColumns();
  const whole = useMemo(() => treeOf(rows), [rows]);
  const [opened, setOpened] = useState<Record<string, boolean> | true>(() =>
    Object.fromEntries(whole.map(({ row }) => [row.unit.id, true])),
  );
  const filtered = search.q !== undefined || search.only !== undefined;
  const [openedInFilter, setOpenedInFilter] = useState<Record<string, boolean> | true>(true);
  const roots = useMemo(() => {
    const words = fold(search.q ?? '');
    const over = search.only === 'over';
    if (words === '' && !over) return whole;
    return pruned(
      whole,
      ({ unit, vacant }) => (!over || vacant < 0) && fold(`${unit.name} ${unit.code}`).includes(words),
    );
  }, [whole, search.q, search.only]);

  if (roots.length === 0) {
    return (
      <EmptyState title={t(filtered ? 'org.tree.noMatch' : 'org.tree.empty')}>
        {t(filtered ? 'org.tree.noMatchText' : 'org.tree.emptyText')}
      </EmptyState>
    );
  }
  return (
    <TreeGrid
      label={t('org.tree.label')}
      columns={narrow ? slim : wide}
      roots={roots}
      idOf={({ row }) => row.unit.id}
      childrenOf={({ children }) => children}
      expanded={filtered ? openedInFilter : opened}
      onExpandedChange={filtered ? setOpenedInFilter : setOpened}
      onOpen={({ row }) => void navigate({ to: '/org/$unitId', params: { unitId: row.unit.id } })}
      rowHeight={narrow ? 52 : 32}
    />
  );
}
