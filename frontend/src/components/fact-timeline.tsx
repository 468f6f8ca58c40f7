import { useTranslation } from 'react-i18next';
import { Timeline } from '@/components/ui/timeline';
import type { FactTimelineFragment } from '@/gql/graphql';
import { formatDay, formatInstant } from '@/lib/day';
import { formatNumber } from '@/lib/number';
import { DecisionLink } from './decision-link';

/** What happened to a person or a unit, each with the decision behind it and when it was recorded. */
export function FactTimeline({ timeline }: { timeline: FactTimelineFragment }) {
  const { t } = useTranslation();
  const { edges, totalCount } = timeline;
  if (edges.length === 0) return <p>{t('common.timeline.empty')}</p>;
  return (
    <>
      <Timeline
        label={t('common.timeline.label')}
        items={edges.map(({ node }, index) => ({
          key: `${node.on}-${index}`,
          date: formatDay(node.on),
          text: node.text,
          superseded: node.superseded,
          detail: (
            <>
              {node.decision && (
                <>
                  <DecisionLink decision={node.decision} /> ·{' '}
                </>
              )}
              {t('common.timeline.recorded', { at: formatInstant(node.recordedAt) })}
              {node.superseded && ` · ${t('common.timeline.superseded')}`}
            </>
          ),
        }))}
      />
      {totalCount > edges.length && (
        <p>
          {t('common.pager.range', {
            from: 1,
            to: formatNumber(edges.length),
            total: formatNumber(totalCount),
          })}
        </p>
      )}
    </>
  );
}
