import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/ui/button';
import { CheckIcon, TableIcon } from '@/components/ui/icons';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { parseSearch } from '@/lib/search-params';
import type { ViewRowFragment } from '@/gql/graphql';
import { useViews, type ViewList } from '../api/use-views';
import { viewSearch } from '../view-search';
import { SaveViewDialog } from './save-view-dialog';
import { ViewManager } from './view-manager';

/**
 * Saved and shared views of a list. A view is a part of the address: to apply one is to go there, and what the page
 * shows is always what its address says.
 */
export function SavedViews({ list }: { list: ViewList }) {
  const { t } = useTranslation();
  const { own, shared } = useViews(list);
  const { searchStr } = useLocation();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<'save' | 'manage'>();
  const here = viewSearch(searchStr);
  const active = [...own, ...shared].find(({ search }) => viewSearch(search) === here);

  function apply({ search }: ViewRowFragment) {
    void navigate({
      to: '.',
      search: ({ asOf }: { asOf?: string }) => ({ ...parseSearch(viewSearch(search)), asOf }),
    });
  }

  const entry = (view: ViewRowFragment): MenuEntry => ({
    key: view.id,
    label: (
      <>
        {view === active && <CheckIcon />} {view.name}
        {!view.mine && ` – ${view.ownerName}`}
      </>
    ),
    onSelect: () => apply(view),
  });
  const heading = (key: string, label: string): MenuEntry => ({ key, label, disabled: true });

  return (
    <>
      <Menu
        entries={[
          ...(own.length > 0 ? [heading('own', t('view.own')), ...own.map(entry), 'divider' as const] : []),
          ...(shared.length > 0
            ? [heading('shared', t('view.shared')), ...shared.map(entry), 'divider' as const]
            : []),
          { key: 'save', label: t('view.saveAs'), onSelect: () => setDialog('save') },
          ...(own.length > 0
            ? [{ key: 'manage', label: t('view.manage'), onSelect: () => setDialog('manage') }]
            : []),
        ]}
      >
        <Button icon={<TableIcon />} aria-haspopup="menu">
          {active ? t('view.active', { name: active.name }) : t('view.title')}
        </Button>
      </Menu>
      {dialog === 'save' && <SaveViewDialog list={list} search={here} onClose={() => setDialog(undefined)} />}
      {dialog === 'manage' && <ViewManager views={own} here={here} onClose={() => setDialog(undefined)} />}
    </>
  );
}
