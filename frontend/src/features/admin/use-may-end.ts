import type { GrantRowFragment } from '@/gql/graphql';
import { today } from '@/lib/day';
import { useMay, useViewer } from '@/lib/viewer';
import { phaseOf } from './grant-text';

export type MayEnd = (grant: Pick<GrantRowFragment, 'from' | 'to' | 'user' | 'delegatedBy'>) => boolean;

/** Whether to offer the end of a grant: to those who manage grants and to who lent it, never to its holder. */
export function useMayEnd(): MayEnd {
  const manages = useMay('auth.grant:manage');
  const { username } = useViewer();
  return (grant) =>
    phaseOf(grant, today()) !== 'ended' &&
    grant.user.username !== username &&
    (manages || grant.delegatedBy?.username === username);
}
