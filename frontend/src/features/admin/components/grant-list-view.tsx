import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { FilterToggle } from '@/components/ui/filter-toggle';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel, Toolbar } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { QueryView } from '@/components/ui/query-view';
import { SearchInput } from '@/components/ui/search-input';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { UnitLink } from '@/components/unit-link';
import { UnitSelect } from '@/components/unit-select';
import { GrantListDocument, type GrantRowFragment } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { pageMoves } from '@/lib/page-moves';
import { useMay } from '@/lib/viewer';
import { grantFilterOf } from '../filter';
import type { GrantSearch } from '../search';
import { useMayEnd, type MayEnd } from '../use-may-end';
import { AdminNav } from './admin-nav';
import styles from './admin.module.css';
import { CreateGrantDialog, EndGrantDialog } from './grant-dialogs';
import { GrantPeriod, GrantReviewed } from './grant-place';
import { RoleSelect } from './selects';
import { CommonChips } from './user-filters';

const route = getRouteApi('/inside/admin/grants');
const pageSize = 50;
const context = { additionalTypenames: ['RoleGrant'] };

/** Who holds which role where on the day looked at, by which decision. */
export function GrantListView({ tools }: { tools: ReactNode }) {
  const { t, i18n } = useTranslation();
  const asOf = useAsOf();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const manages = useMay('auth.grant:manage');
  const mayEnd = useMayEnd();
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<GrantRowFragment>();
  const [done, setDone] = useState<string>();
  const result = useQuery({
    query: GrantListDocument,
    variables: {
      filter: grantFilterOf(search, asOf),
      first: pageSize,
      after: search.after,
      lang: i18n.language,
    },
    context,
  });
  const change = useCallback(
    (next: Partial<GrantSearch>) =>
      void navigate({ search: (before) => ({ ...before, after: undefined, skip: undefined, ...next }) }),
    [navigate],
  );
  const filtered = search.q ?? search.role ?? search.unit ?? search.lent ?? search.due;

  return (
    <>
      <PageHeader
        title={t('admin.nav.grants')}
        detail={t('admin.grants.onDay', { day: formatDay(asOf) })}
        above={<AdminNav />}
        actions={
          <>
            {tools}
            {manages && <GrantActions onGrant={() => setGranting(true)} />}
          </>
        }
      />
      <GrantFilters search={search} onChange={change} />
      {done && <Notice tone="success">{done}</Notice>}
      <QueryView keep result={result} skeleton={<SkeletonTable rows={14} />}>
        {({ grants: { edges, pageInfo, totalCount } }) =>
          edges.length === 0 ? (
            <EmptyState title={t(filtered ? 'admin.grants.noMatch' : 'admin.grants.none')}>
              {t('admin.grants.noneText', { day: formatDay(asOf) })}
            </EmptyState>
          ) : (
            <Panel flush>
              <DataTable
                caption={t('admin.grants.caption')}
                tall
                columns={columns(t, mayEnd, setEnding)}
                rows={edges.map(({ node }) => node)}
                rowKey={({ id }) => id}
              />
              <Pager
                {...pageMoves(search, pageInfo, pageSize, change)}
                shown={edges.length}
                total={totalCount}
              />
            </Panel>
          )
        }
      </QueryView>
      {granting && <CreateGrantDialog onClose={() => setGranting(false)} onDone={setDone} />}
      {ending && <EndGrantDialog grant={ending} onClose={() => setEnding(undefined)} onDone={setDone} />}
    </>
  );
}

function GrantActions({ onGrant }: { onGrant: () => void }) {
  const { t } = useTranslation();
  const imports = useMay('exchange.grants:import');
  return (
    <>
      {imports && (
        <Link to="/exchange/import" search={{ kind: 'grants' }}>
          {t('admin.grants.import')}
        </Link>
      )}
      <Button kind="primary" aria-haspopup="dialog" onClick={onGrant}>
        {t('admin.grants.create')}
      </Button>
    </>
  );
}

interface GrantFiltersProps {
  search: GrantSearch;
  onChange: (next: Partial<GrantSearch>) => void;
}

function GrantFilters({ search, onChange }: GrantFiltersProps) {
  const { t } = useTranslation();
  const { q, role, unit, lent, due } = search;
  return (
    <>
      <Toolbar>
        <SearchInput
          label={t('admin.grants.find')}
          value={q ?? ''}
          onSearch={(text) => onChange({ q: text || undefined })}
        />
        <RoleSelect
          label={t('admin.grant.role')}
          allowClear
          width={240}
          value={role}
          onChange={(next) => onChange({ role: next })}
        />
        <UnitSelect label={t('org.unit')} value={unit} onChange={(next) => onChange({ unit: next })} />
        <FilterToggle
          label={t('admin.grants.lent')}
          on={lent !== undefined}
          onChange={(on) => onChange({ lent: on ? 'yes' : undefined })}
        />
        <FilterToggle
          label={t('admin.grants.due')}
          on={due !== undefined}
          onChange={(on) => onChange({ due: on ? 'yes' : undefined })}
        />
      </Toolbar>
      {(role || unit) && (
        <Toolbar>
          <CommonChips search={search} onChange={onChange} />
        </Toolbar>
      )}
    </>
  );
}

function columns(
  t: TFunction,
  mayEnd: MayEnd,
  onEnd: (grant: GrantRowFragment) => void,
): Column<GrantRowFragment>[] {
  const column = (id: string, header: string, cell: Column<GrantRowFragment>['cell']) => ({
    id,
    header,
    cell,
    inCard: true,
  });
  return [
    column('user', t('admin.grant.user'), ({ user }) => (
      <>
        <Link to="/admin/users/$userId" params={{ userId: user.id }}>
          {user.displayName}
        </Link>
        <div className={styles.soft}>{user.username}</div>
      </>
    )),
    column('role', t('admin.grant.role'), ({ role }) => role.label),
    column('unit', t('admin.grant.unit'), ({ unit }) => <UnitLink unit={unit} />),
    column('period', t('admin.grant.period'), (grant) => <GrantPeriod grant={grant} />),
    column('decision', t('admin.grant.decision'), ({ decisionNumber }) => <Text>{decisionNumber}</Text>),
    column('lentBy', t('admin.grant.lentBy'), ({ delegatedBy }) => <Text>{delegatedBy?.displayName}</Text>),
    column('reviewed', t('admin.grant.reviewed'), (grant) => <GrantReviewed grant={grant} />),
    column('act', t('admin.act'), (grant) =>
      mayEnd(grant) ? (
        <Button aria-haspopup="dialog" onClick={() => onEnd(grant)}>
          {t('admin.grants.end')}
        </Button>
      ) : (
        <Text>{undefined}</Text>
      ),
    ),
  ];
}
