import { getRouteApi } from '@tanstack/react-router';
import { ExportButton } from '@/features/exchange/components/export-button';
import { StaffListView } from '@/features/staff/components/staff-list-view';
import { defaultColumns } from '@/features/staff/search';
import { ListActions } from './list-actions';

const route = getRouteApi('/inside/staff');

export function StaffListPage() {
  const { cols = defaultColumns } = route.useSearch();
  return (
    <StaffListView
      actions={
        <>
          <ListActions list="staff" columns={['name', ...cols]} />
          <ExportButton kind="staff" />
        </>
      }
    />
  );
}
