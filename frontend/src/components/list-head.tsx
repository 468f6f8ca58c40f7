import type { ComponentProps, ReactNode } from 'react';
import { FilterChip } from '@/components/ui/chip';
import { PageHeader, Toolbar } from '@/components/ui/page';
import { SearchInput } from '@/components/ui/search-input';

/** A filter that is in force, in words, and how to lift it. */
export interface Chip {
  label: string;
  onRemove: () => void;
}

interface ListHeadProps extends ComponentProps<typeof PageHeader> {
  /** The search box; undefined is what an empty one finds by. */
  find?: { label: string; value: string | undefined; onSearch: (text: string | undefined) => void };
  /** The filters beside the search box. */
  filters?: ReactNode;
  chips?: Chip[];
  /** Beside the chips, once there are any. */
  besideChips?: ReactNode;
}

/** The head of every list: title and actions, the search box with the filters, and what is filtered by now. */
export function ListHead({ find, filters, chips = [], besideChips, ...header }: ListHeadProps) {
  return (
    <>
      <PageHeader {...header} />
      <Toolbar>
        {find && (
          <SearchInput
            label={find.label}
            value={find.value ?? ''}
            onSearch={(text) => find.onSearch(text || undefined)}
          />
        )}
        {filters}
      </Toolbar>
      {chips.length > 0 && (
        <Toolbar>
          {chips.map((chip) => (
            <FilterChip key={chip.label} {...chip} />
          ))}
          {besideChips}
        </Toolbar>
      )}
    </>
  );
}
