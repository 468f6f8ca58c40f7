import type { DocumentQuery } from '@/gql/graphql';

type Parameter = NonNullable<DocumentQuery['legalDocument']>['parameters'][number];
type Value = Parameter['values'][number];

/** A value of a parameter that rests on a document, or another reading of it that does. */
export interface CitedValue {
  key: string;
  parameter: Pick<Parameter, 'id' | 'label'>;
  said: Pick<Value, 'value' | 'text' | 'unit'>;
  period: Pick<Value, 'from' | 'to'>;
  at: string | null;
  /** Of a value; another reading has none of its own. */
  confidence: string | undefined;
}

/** What stands in a document by a number: one line for each value or reading that cites it, by parameter and day. */
export function citedValues(parameters: readonly Parameter[], number: string): CitedValue[] {
  return parameters.flatMap((parameter) =>
    parameter.values.flatMap((value) => {
      const { unit, source, alternatives } = value;
      const own = {
        parameter,
        period: value,
        said: value,
        at: source.at ?? null,
        confidence: source.confidence,
      };
      const readings = alternatives
        .filter(({ document }) => document === number)
        .map((reading) => ({
          ...own,
          key: `${parameter.id} ${value.from} ${reading.value}`,
          said: { ...reading, unit },
          at: reading.at ?? null,
          confidence: undefined,
        }));
      return source.document === number
        ? [{ ...own, key: `${parameter.id} ${value.from}` }, ...readings]
        : readings;
    }),
  );
}
