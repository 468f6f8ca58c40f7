import { UnitHeadcount } from '@/features/headcount/components/unit-headcount';
import { UnitTimeline } from '@/features/org/components/unit-timeline';
import { UnitView } from '@/features/org/components/unit-view';
import type { UnitTab } from '@/features/org/search';
import { UnitPositions } from '@/features/position/components/unit-positions';
import { UnitPeople } from '@/features/staff/components/unit-people';

const panels: Record<UnitTab, (props: { unitId: string }) => React.ReactNode> = {
  people: UnitPeople,
  positions: UnitPositions,
  headcount: UnitHeadcount,
  timeline: UnitTimeline,
};

export function UnitPage() {
  return (
    <UnitView
      panel={(tab, unitId) => {
        const Panel = panels[tab];
        return <Panel key={unitId} unitId={unitId} />;
      }}
    />
  );
}
