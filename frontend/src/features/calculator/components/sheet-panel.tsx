import { useTranslation } from 'react-i18next';
import { LegalSources } from '@/components/legal-source';
import { Tile, Tiles } from '@/components/ui/facts';
import { Panel } from '@/components/ui/page';
import type { ResultFrame, Sheet } from '../sheet';
import { AlternativeList } from './alternative-list';
import { ResultActions } from './result-actions';

interface SheetPanelProps extends Pick<ResultFrame, 'title' | 'extra'> {
  sheet: Sheet;
}

/** A result of a few figures: each large, then what they rest on, and what can be done with it. */
export function SheetPanel({ sheet, title, extra }: SheetPanelProps) {
  const { t } = useTranslation();
  return (
    <Panel title={title ?? t('calculator.result.title')} extra={extra}>
      <Tiles>
        {sheet.results.map(([label, value]) => (
          <Tile key={label} label={label}>
            {value}
          </Tile>
        ))}
      </Tiles>
      <LegalSources sources={sheet.bases} />
      <ResultActions sheet={sheet} />
      <AlternativeList alternatives={sheet.alternatives ?? []} />
    </Panel>
  );
}
