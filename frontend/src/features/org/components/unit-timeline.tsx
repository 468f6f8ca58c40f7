import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { FactTimeline } from '@/components/fact-timeline';
import { Panel } from '@/components/ui/page';
import { QueryView } from '@/components/ui/query-view';
import { SkeletonText } from '@/components/ui/skeleton';
import { UnitTimelineDocument } from '@/gql/graphql';
import { useAsOf } from '@/lib/as-of';

export function UnitTimeline({ unitId }: { unitId: string }) {
  const { i18n } = useTranslation();
  const asOf = useAsOf();
  const result = useQuery({
    query: UnitTimelineDocument,
    variables: { id: unitId, asOf, lang: i18n.language },
  });
  return (
    <Panel>
      <QueryView result={result} skeleton={<SkeletonText rows={8} />}>
        {({ orgUnit }) => orgUnit && <FactTimeline timeline={orgUnit.timeline} />}
      </QueryView>
    </Panel>
  );
}
