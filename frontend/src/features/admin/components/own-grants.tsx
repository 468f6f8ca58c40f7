import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { UnitLink } from '@/components/unit-link';
import { OwnGrantsDocument, type GrantRowFragment } from '@/gql/graphql';
import { useViewer } from '@/lib/viewer';
import { useMayEnd } from '../use-may-end';
import styles from './admin.module.css';
import { DelegateDialog } from './delegate-dialog';
import { EndGrantDialog } from './grant-dialogs';
import { GrantPeriod } from './grant-place';

const context = { additionalTypenames: ['RoleGrant'] };

/** Each own grant with the way to lend it, and what the reader has lent to others. */
export function OwnGrants() {
  const { t, i18n } = useTranslation();
  const { username } = useViewer();
  const mayEnd = useMayEnd();
  const [lending, setLending] = useState<GrantRowFragment>();
  const [ending, setEnding] = useState<GrantRowFragment>();
  const [done, setDone] = useState<string>();
  const result = useQuery({
    query: OwnGrantsDocument,
    variables: { search: username, lang: i18n.language },
    context,
  });
  return (
    <>
      {done && <Notice tone="success">{done}</Notice>}
      <QueryView keep result={result} skeleton={<SkeletonText rows={5} />}>
        {({ held, lent }) => {
          const own = held.edges.map(({ node }) => node).filter(({ user }) => user.username === username);
          const away = lent.edges
            .map(({ node }) => node)
            .filter(({ delegatedBy }) => delegatedBy?.username === username);
          return (
            <>
              <GrantPanel
                title={t('admin.own.held')}
                none={t('admin.own.heldNone')}
                rows={own}
                columns={[
                  ...grantColumns(t),
                  {
                    id: 'lentBy',
                    header: t('admin.grant.lentBy'),
                    inCard: true,
                    cell: (grant) => <Text>{grant.delegatedBy?.displayName}</Text>,
                  },
                  {
                    id: 'act',
                    header: t('admin.act'),
                    inCard: true,
                    // What was lent to the reader is not the reader's to lend on.
                    cell: (grant) =>
                      grant.delegatedBy ? (
                        <Text>{undefined}</Text>
                      ) : (
                        <Button aria-haspopup="dialog" onClick={() => setLending(grant)}>
                          {t('admin.own.lend')}
                        </Button>
                      ),
                  },
                ]}
              />
              <GrantPanel
                title={t('admin.own.lent')}
                none={t('admin.own.lentNone')}
                rows={away}
                columns={[
                  ...grantColumns(t),
                  {
                    id: 'user',
                    header: t('admin.own.to'),
                    inCard: true,
                    cell: (grant) => grant.user.displayName,
                  },
                  {
                    id: 'act',
                    header: t('admin.act'),
                    inCard: true,
                    cell: (grant) =>
                      mayEnd(grant) ? (
                        <Button aria-haspopup="dialog" onClick={() => setEnding(grant)}>
                          {t('admin.own.takeBack')}
                        </Button>
                      ) : (
                        <Text>{undefined}</Text>
                      ),
                  },
                ]}
              />
            </>
          );
        }}
      </QueryView>
      {lending && <DelegateDialog grant={lending} onClose={() => setLending(undefined)} onDone={setDone} />}
      {ending && <EndGrantDialog grant={ending} onClose={() => setEnding(undefined)} onDone={setDone} />}
    </>
  );
}

interface GrantPanelProps {
  title: string;
  none: string;
  rows: GrantRowFragment[];
  columns: Column<GrantRowFragment>[];
}

function GrantPanel({ title, none, rows, columns }: GrantPanelProps) {
  return (
    <Panel title={title} flush>
      {rows.length === 0 ? (
        <p className={styles.note}>{none}</p>
      ) : (
        <DataTable caption={title} columns={columns} rows={rows} rowKey={({ id }) => id} />
      )}
    </Panel>
  );
}

function grantColumns(t: TFunction): Column<GrantRowFragment>[] {
  return [
    { id: 'role', header: t('admin.grant.role'), cell: ({ role }) => role.label },
    { id: 'unit', header: t('admin.grant.unit'), inCard: true, cell: ({ unit }) => <UnitLink unit={unit} /> },
    {
      id: 'period',
      header: t('admin.grant.period'),
      inCard: true,
      cell: (grant) => <GrantPeriod grant={grant} />,
    },
    {
      id: 'decision',
      header: t('admin.grant.decision'),
      inCard: true,
      cell: ({ decisionNumber }) => <Text>{decisionNumber}</Text>,
    },
  ];
}
