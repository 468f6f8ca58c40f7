import { getRouteApi } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ImportView } from '@/features/exchange/components/import-view';

const route = getRouteApi('/inside');

export function ImportPage() {
  const { session } = route.useRouteContext();
  const onApplied = useCallback(() => session.forget(), [session]);
  return <ImportView onApplied={onApplied} />;
}
