import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from 'urql';
import { ListRows } from '@/components/list-rows';
import { Panel } from '@/components/ui/page';
import { PersonComputationsDocument } from '@/gql/graphql';
import type { PagePlace } from '@/lib/page-moves';
import { useMay } from '@/lib/viewer';
import { personColumns } from './computation-columns';

const pageSize = 10;
const context = { additionalTypenames: ['Computation'] };

/** The computations that were kept of one person, newest first. For those who may read them. */
export function PersonComputations({ staffId }: { staffId: string }) {
  return useMay('staff.computation:read') ? <Kept staffId={staffId} /> : null;
}

function Kept({ staffId }: { staffId: string }) {
  const { t, i18n } = useTranslation();
  const [place, setPlace] = useState<PagePlace>({});
  const result = useQuery({
    query: PersonComputationsDocument,
    variables: { staff: staffId, lang: i18n.language, first: pageSize, after: place.after },
    context,
  });
  const title = t('computation.ofPerson');
  return (
    <ListRows
      result={result}
      rowsOf={({ computations }) => computations}
      caption={title}
      title={title}
      columns={personColumns(t)}
      empty={() => (
        <Panel title={title}>
          <p>{t('computation.noneOfPerson')}</p>
        </Panel>
      )}
      place={place}
      onMove={setPlace}
      size={pageSize}
      skeletonRows={3}
    />
  );
}
