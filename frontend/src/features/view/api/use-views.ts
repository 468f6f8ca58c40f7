import { useQuery } from 'urql';
import { SavedViewsDocument, type ViewRowFragment } from '@/gql/graphql';

/** The lists whose views can be saved, as the API names them. */
export type ViewList =
  'staff' | 'units' | 'positions' | 'decisions' | 'changes' | 'over-quota' | 'users' | 'grants';

// A list without views holds none by which the cache would know that a new one concerns it.
const context = { additionalTypenames: ['SavedView'] };

export function useViews(list: ViewList): { own: ViewRowFragment[]; shared: ViewRowFragment[] } {
  const [{ data }] = useQuery({ query: SavedViewsDocument, variables: { list }, context });
  const views = data?.savedViews ?? [];
  return { own: views.filter(({ mine }) => mine), shared: views.filter(({ mine }) => !mine) };
}
