import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { AlternativeFragment, LegalSourceRefFragment, TraceStepFragment } from '@/gql/graphql';
import { formatDay, today } from '@/lib/day';
import { divided } from './alternatives';
import { formatStepValue } from './amounts';
import type { Line } from './words';

/** A result with all that it rests on, in words: what is copied and what is printed. */
export interface Sheet {
  title: string;
  inputs: readonly Line[];
  results: readonly Line[];
  /** Why there is no benefit, or what limits it. */
  reasons?: readonly string[];
  items?: readonly SheetItem[];
  total?: string;
  trace: readonly TraceStepFragment[];
  /** Of a result that was kept: the day it was made; today where absent. */
  madeOn?: string;
  bases: readonly LegalSourceRefFragment[];
  /** Where the law is open: what would come out under the readings that were not taken. */
  alternatives?: readonly AlternativeFragment[];
}

/** How a result stands on the page of a person: under a title of its own, with a way on, and whose it is. */
export interface ResultFrame {
  title?: string;
  extra?: ReactNode;
  name?: string;
}

export function titleOf(title: string, name: string | undefined): string {
  return name ? `${title} – ${name}` : title;
}

export interface SheetItem {
  label: string;
  months: string;
  amount: string;
  source: LegalSourceRefFragment;
}

/** "154/2025/NĐ-CP, Điều 6 khoản 1 (nguồn thứ cấp)": a source in words, with its mark unless the text itself was read. */
export function sourceText(t: TFunction, source: LegalSourceRefFragment): string {
  const place = source.at ? `${source.document}, ${source.at}` : source.document;
  if (source.confidence === 'OFFICIAL_TEXT') return place;
  return `${place} (${t(`law.confidence.${source.confidence}`, { defaultValue: source.confidence })})`;
}

/** The sources of all steps, each place once, in the order of first use. */
export function basesOf(trace: readonly TraceStepFragment[]): LegalSourceRefFragment[] {
  const places = new Map<string, LegalSourceRefFragment>();
  for (const source of trace.flatMap(({ sources }) => sources)) {
    const place = `${source.document}|${source.at ?? ''}`;
    if (!places.has(place)) places.set(place, source);
  }
  return [...places.values()];
}

/** "Mức hưởng: 30 tháng × 15.356.250 đ = 460.687.500 đ": the value is not said twice when the formula ends with it. */
export function stepText(t: TFunction, { label, formula, value, unit }: TraceStepFragment): string {
  const shown = formatStepValue(t, value, unit);
  if (formula === '' || formula === shown) return `${label}: ${shown}`;
  return formula.endsWith(shown) ? `${label}: ${formula}` : `${label}: ${formula} → ${shown}`;
}

export function madeOn(t: TFunction, { madeOn: day = today() }: Pick<Sheet, 'madeOn'>): string {
  return t('calculator.sheet.madeOn', { day: formatDay(day) });
}

/** A reading of the law that was not taken, beside the one that was, and what would come out under it. */
export function alternativeText(t: TFunction, alternative: AlternativeFragment): string {
  const { label, taken, reading, result } = alternative;
  return t('calculator.alternatives.line', { label, taken, reading, result });
}

/** The sheet as plain text, to be pasted into a letter. */
export function sheetText(t: TFunction, sheet: Sheet): string {
  const lines = (all: readonly Line[]) => all.map(([label, value]) => `- ${label}: ${value}`);
  const block = (title: string, rows: readonly string[]) => (rows.length > 0 ? ['', title, ...rows] : []);
  const items = (sheet.items ?? []).map(
    ({ label, months, amount, source }) => `- ${label}: ${months}, ${amount} (${sourceText(t, source)})`,
  );
  const total = sheet.total === undefined ? [] : [`${t('calculator.result.total')}: ${sheet.total}`];
  return [
    sheet.title,
    madeOn(t, sheet),
    ...block(t('calculator.sheet.inputs'), lines(sheet.inputs)),
    ...block(t('calculator.sheet.result'), [
      ...(sheet.reasons ?? []).map((reason) => `- ${reason}`),
      ...lines(sheet.results),
      ...items,
      ...total,
    ]),
    ...block(
      t('calculator.alternatives.title'),
      divided(sheet.alternatives ?? []).other.map((other) => `- ${alternativeText(t, other)}`),
    ),
    ...block(
      t('calculator.sheet.trace'),
      sheet.trace.map((step, index) => {
        const sources = step.sources.map((source) => sourceText(t, source)).join('; ');
        return `${index + 1}. ${stepText(t, step)}${sources && ` [${sources}]`}`;
      }),
    ),
    ...block(
      t('calculator.sheet.bases'),
      sheet.bases.map((source) => `- ${sourceText(t, source)}`),
    ),
  ].join('\n');
}
