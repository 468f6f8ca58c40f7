import { getRouteApi } from '@tanstack/react-router';
import { EstimateListLink } from '@/features/computation/components/estimate-list-link';
import { ExportButton } from '@/features/exchange/components/export-button';
import { StaffListView } from '@/features/staff/components/staff-list-view';
import { defaultColumns } from '@/features/staff/search';
import { ListActions } from './list-actions';

const route = getRouteApi('/inside/staff');

export function StaffListPage() {
  const search = route.useSearch();
  const { cols = defaultColumns } = search;
  return (
    <StaffListView
      actions={
        <>
          <EstimateListLink search={search} />
          <ListActions list="staff" columns={['name', ...cols]} />
          <ExportButton kind="staff" />
        </>
      }
    />
  );
}
