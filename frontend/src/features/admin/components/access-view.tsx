import { getRouteApi, Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { DataTable, type Column } from '@/components/ui/data-table';
import { Text } from '@/components/ui/figure';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel, Toolbar } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonTable } from '@/components/ui/skeleton';
import { EmptyState } from '@/components/ui/states';
import { UnitLink } from '@/components/unit-link';
import { EffectiveAccessDocument, type EffectiveAccessQuery, type GrantRowFragment } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';
import { formatDay } from '@/lib/day';
import { byDomain, type AccessRow } from '../access-groups';
import { domainLabel, periodText } from '../grant-text';
import { AdminNav } from './admin-nav';
import styles from './admin.module.css';
import { UserSelect } from './selects';

const route = getRouteApi('/inside/admin/access');
const context = { additionalTypenames: ['RoleGrant'] };

/** "See as": what a user may do and where on the day looked at, and by which grant. Rights, and nobody's data. */
export function AccessView() {
  const { t } = useTranslation();
  const asOf = useAsOf();
  const { user } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader
        title={t('admin.nav.access')}
        detail={t('admin.grants.onDay', { day: formatDay(asOf) })}
        above={<AdminNav />}
      />
      <Toolbar>
        <UserSelect
          label={t('admin.chooseUser')}
          width={360}
          value={user}
          onChange={(next) => void navigate({ search: (before) => ({ ...before, user: next }) })}
        />
      </Toolbar>
      <Notice tone="info">{t('admin.access.rightsOnly')}</Notice>
      {user === undefined ? (
        <EmptyState title={t('admin.access.choose')}>{t('admin.access.chooseText')}</EmptyState>
      ) : (
        <Access user={user} />
      )}
    </>
  );
}

function Access({ user }: { user: string }) {
  const { i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: EffectiveAccessDocument,
    variables: { user, asOf, lang: i18n.language },
    context,
  });
  return (
    <QueryView result={result} skeleton={<SkeletonTable rows={12} />}>
      {({ effectiveAccess }) => <AccessTables access={effectiveAccess} />}
    </QueryView>
  );
}

/** The grants in force, numbered, and what may be done by which of them: by part of the system, a line for each right. */
export function AccessTables({ access }: { access: EffectiveAccessQuery['effectiveAccess'] }) {
  const { t } = useTranslation();
  const { user, rows, asOf } = access;
  const grants = user.grants.map((grant, index) => ({ grant, number: index + 1 }));
  const who = (
    <Link to="/admin/users/$userId" params={{ userId: user.id }}>
      {user.displayName} ({user.username})
    </Link>
  );
  if (rows.length === 0) {
    return (
      <EmptyState title={t('admin.access.none', { day: formatDay(asOf) })} action={who}>
        {t('admin.access.noneText')}
      </EmptyState>
    );
  }
  return (
    <>
      <p>
        {who} · {t('admin.access.count', { count: rows.length, day: formatDay(asOf) })}
        {user.state === 'DISABLED' && ` · ${t('admin.access.shut')}`}
      </p>
      <Panel title={t('admin.access.grants')} flush>
        <DataTable
          caption={t('admin.access.grants')}
          columns={grantColumns(t)}
          rows={grants}
          rowKey={({ grant }) => grant.id}
        />
      </Panel>
      {byDomain(rows, ({ permission }) => permission.name).map(({ domain, rows: members }) => (
        <Panel key={domain} title={domainLabel(t, domain)} flush>
          <DataTable
            caption={domainLabel(t, domain)}
            columns={rightColumns(t, grants)}
            rows={members}
            rowKey={({ permission }) => permission.name}
          />
        </Panel>
      ))}
    </>
  );
}

interface NumberedGrant {
  grant: GrantRowFragment;
  number: number;
}

function grantColumns(t: TFunction): Column<NumberedGrant>[] {
  const column = (id: string, header: string, cell: Column<NumberedGrant>['cell']) => ({
    id,
    header,
    cell,
    inCard: true,
  });
  return [
    column('role', t('admin.grant.role'), ({ number, grant }) => `(${number}) ${grant.role.label}`),
    column('unit', t('admin.grant.unit'), ({ grant }) => <UnitLink unit={grant.unit} />),
    column('period', t('admin.grant.period'), ({ grant }) => periodText(t, grant)),
    column('decision', t('admin.grant.decision'), ({ grant }) => <Text>{grant.decisionNumber}</Text>),
    column('lentBy', t('admin.grant.lentBy'), ({ grant }) => <Text>{grant.delegatedBy?.displayName}</Text>),
  ];
}

function rightColumns(t: TFunction, grants: NumberedGrant[]): Column<AccessRow>[] {
  const numberOf = (id: string) => grants.find(({ grant }) => grant.id === id)?.number;
  return [
    {
      id: 'right',
      header: t('admin.access.right'),
      width: '38%',
      cell: ({ permission }) => (
        <>
          {permission.label} <span className={styles.code}>{permission.name}</span>
        </>
      ),
    },
    {
      id: 'places',
      header: t('admin.access.where'),
      inCard: true,
      cell: ({ self, places }) => (
        <div className={styles.lines}>
          {self && t('admin.access.self')}
          {places.map(({ id, unit }) => (
            <span key={id}>{t('admin.access.below', { unit: unit.name, number: numberOf(id) })}</span>
          ))}
        </div>
      ),
    },
  ];
}
