import { ListExport } from '@/features/exchange/components/export-button';
import type { ViewList } from '@/features/view/api/use-views';
import { SavedViews } from '@/features/view/components/saved-views';

interface ListActionsProps {
  list: ViewList;
  /** The columns that the list shows, in its order. */
  columns: readonly string[];
}

/** What every list offers at its head: its saved views, and a workbook of exactly what it shows. */
export function ListActions({ list, columns }: ListActionsProps) {
  return (
    <>
      <SavedViews list={list} />
      <ListExport list={list} columns={columns} />
    </>
  );
}
