import type { OrgTreeQuery } from '@/gql/graphql';

export type OrgTreeRow = OrgTreeQuery['orgTree'][number];

/** A row of the unit tree with the rows under it. */
export interface UnitNode {
  row: OrgTreeRow;
  children: UnitNode[];
}

/** Builds the tree from rows in pre-order; a row whose parent is outside the reader's scope becomes a root. */
export function treeOf(rows: readonly OrgTreeRow[]): UnitNode[] {
  const roots: UnitNode[] = [];
  const byId = new Map<string, UnitNode>();
  for (const row of rows) {
    const node = { row, children: [] };
    byId.set(row.unit.id, node);
    const siblings = row.parentId == null ? undefined : byId.get(row.parentId)?.children;
    (siblings ?? roots).push(node);
  }
  return roots;
}

/** The tree cut to the units that match and the units above them; a match keeps nothing below that does not match. */
export function pruned(nodes: readonly UnitNode[], matches: (row: OrgTreeRow) => boolean): UnitNode[] {
  return nodes.flatMap((node) => {
    const children = pruned(node.children, matches);
    return children.length > 0 || matches(node.row) ? [{ row: node.row, children }] : [];
  });
}

export function countNodes(nodes: readonly UnitNode[]): number {
  return nodes.reduce((sum, { children }) => sum + 1 + countNodes(children), 0);
}
