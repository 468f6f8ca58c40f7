import type { EffectiveAccessQuery } from '@/gql/graphql';

export type AccessRow = EffectiveAccessQuery['effectiveAccess']['rows'][number];

export interface PermissionGroup<Row> {
  /** The part of the system: "staff" of "staff.health:read". */
  domain: string;
  rows: Row[];
}

/** Rows by the domain of their permission, in the order in which the server gave the first of each. */
export function byDomain<Row>(rows: readonly Row[], nameOf: (row: Row) => string): PermissionGroup<Row>[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const domain = nameOf(row).split(/[.:]/)[0]!;
    const group = groups.get(domain);
    if (group) group.push(row);
    else groups.set(domain, [row]);
  }
  return [...groups].map(([domain, members]) => ({ domain, rows: members }));
}
