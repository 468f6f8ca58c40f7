import type { RuleChoiceState } from '@/gql/graphql';
import type { PagePlace } from '@/lib/page-moves';
import { dateParam, intParam, oneOfParam, textParam } from '@/lib/search-params';

const parsePlace = (search: Record<string, unknown>): PagePlace => ({
  after: textParam(search.after),
  skip: intParam(search.skip),
});

export interface DocumentSearch extends PagePlace {
  /** Words of the number or the title, with or without marks. */
  q?: string;
  /** Only what is in force on this day. */
  on?: string;
}

export function parseDocumentSearch(search: Record<string, unknown>): DocumentSearch {
  return { ...parsePlace(search), q: textParam(search.q), on: dateParam(search.on) };
}

export interface ParameterSearch extends DocumentSearch {
  /** Number of a document that a value rests on. */
  document?: string;
}

export function parseParameterSearch(search: Record<string, unknown>): ParameterSearch {
  return { ...parseDocumentSearch(search), document: textParam(search.document) };
}

export const choiceStates = ['PROPOSED', 'APPROVED', 'REFUSED', 'WITHDRAWN'] as const;

export interface ChoiceSearch extends PagePlace {
  state?: RuleChoiceState;
  parameter?: string;
  unit?: string;
}

export function parseChoiceSearch(search: Record<string, unknown>): ChoiceSearch {
  return {
    ...parsePlace(search),
    state: oneOfParam(search.state, choiceStates),
    parameter: textParam(search.parameter),
    unit: textParam(search.unit),
  };
}

export interface ImpactListSearch extends PagePlace {
  parameter?: string;
}

export function parseImpactListSearch(search: Record<string, unknown>): ImpactListSearch {
  return { ...parsePlace(search), parameter: textParam(search.parameter) };
}

export interface ImpactSearch extends PagePlace {
  /** Those, too, that come out as they did. */
  show?: 'all';
}

export function parseImpactSearch(search: Record<string, unknown>): ImpactSearch {
  return { ...parsePlace(search), show: oneOfParam(search.show, ['all'] as const) };
}
