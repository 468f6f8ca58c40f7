import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { Notice } from '@/components/ui/notice';
import { PageHeader, Panel } from '@/components/ui/page';
import { Tabs } from '@/components/ui/tabs';
import { SignInFactsDocument } from '@/gql/graphql';
import { useViewer } from '@/lib/viewer';
import { accountTabs, type AccountTab } from '../search';
import { OwnSessions } from './own-sessions';
import { PasswordForm } from './password-form';
import { SecondFactor } from './second-factor';

const route = getRouteApi('/inside/account');

/** The own account: where one is signed in, the password, the second factor, and what one lends to others. */
export function AccountView({ delegations }: { delegations?: ReactNode }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = route.useNavigate();
  const [{ data }] = useQuery({ query: SignInFactsDocument });
  // Those whose password the provider keeps have none to change here.
  const local = data?.viewer.signIn.localPassword ?? true;
  const offered: Record<AccountTab, boolean> = {
    sessions: true,
    password: local,
    'second-factor': local,
    delegations: delegations !== undefined,
  };
  const tabs = accountTabs.filter((id) => offered[id]);
  const { tab: asked = 'sessions' } = route.useSearch();
  const tab = tabs.includes(asked) ? asked : 'sessions';
  return (
    <>
      <PageHeader title={t('auth.account.title')} detail={`${viewer.displayName} · ${viewer.username}`} />
      <Tabs
        label={t('auth.account.title')}
        tabs={tabs.map((id) => ({ id, label: t(`auth.account.tab.${id.replace('-', '_')}`) }))}
        value={tab}
        onChange={(next) =>
          void navigate({ search: (before) => ({ ...before, tab: next === 'sessions' ? undefined : next }) })
        }
      >
        {tab === 'sessions' && <OwnSessions />}
        {tab === 'password' && <OwnPassword />}
        {tab === 'second-factor' && <SecondFactor />}
        {tab === 'delegations' && delegations}
      </Tabs>
    </>
  );
}

function OwnPassword() {
  const { t } = useTranslation();
  const [done, setDone] = useState(false);
  return (
    <Panel title={t('auth.passwords.title')}>
      {done && <Notice tone="success">{t('auth.passwords.done')}</Notice>}
      <PasswordForm onDone={() => setDone(true)} />
    </Panel>
  );
}
