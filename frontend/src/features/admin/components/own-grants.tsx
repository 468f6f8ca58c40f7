import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { OwnGrantsDocument, type GrantRowFragment } from '@/gql/graphql';
import { useViewer } from '@/lib/viewer';
import { useMayEnd } from '../use-may-end';
import styles from './admin.module.css';
import { actColumn, grantColumns } from './grant-columns';
import { DelegateDialog } from './delegate-dialog';
import { EndGrantDialog } from './grant-dialogs';

const isOwn = ({ delegatedBy }: GrantRowFragment) => !delegatedBy;
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
  const { role, unit, period, decision, lentBy } = grantColumns(t);
  const facts = [role, unit, period, decision];
  const receiver: Column<GrantRowFragment> = {
    id: 'user',
    header: t('admin.own.to'),
    inCard: true,
    cell: ({ user }) => user.displayName,
  };
  // What was lent to the reader is not the reader's to lend on.
  const lend = actColumn<GrantRowFragment>(t, t('admin.own.lend'), isOwn, setLending);
  const takeBack = actColumn<GrantRowFragment>(t, t('admin.own.takeBack'), mayEnd, setEnding);
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
                columns={[...facts, lentBy, lend]}
              />
              <GrantPanel
                title={t('admin.own.lent')}
                none={t('admin.own.lentNone')}
                rows={away}
                columns={[...facts, receiver, takeBack]}
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
