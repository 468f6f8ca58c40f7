import { createContext, useContext } from 'react';
import type { ViewerQuery } from '@/gql/graphql';

export type Viewer = ViewerQuery['viewer'];

export const ViewerContext = createContext<Viewer | null>(null);

/** The signed-in person; only pages behind sign-in may ask. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('useViewer outside the signed-in part of the application');
  return viewer;
}

/** Whether the person may do this somewhere ("staff.core:read"); the server decides again for each object. */
export function useMay(permission: string): boolean {
  return useViewer().permissions.includes(permission);
}
