import { describe, expect, it } from 'vitest';
import { countNodes, pruned, treeOf, type OrgTreeRow, type UnitNode } from '../tree';

function row(id: string, parentId: string | null, vacant = 0): OrgTreeRow {
  return {
    parentId,
    allocated: 10,
    present: 10 - vacant,
    vacant,
    subtreeAllocated: 10,
    subtreePresent: 10,
    subtreePromised: 0,
    subtreeVacant: 0,
    subtreeRecruitable: 0,
    unit: { id, code: `U${id}`, name: `Đơn vị ${id}` },
  };
}

const shape = (nodes: UnitNode[]): unknown[] =>
  nodes.map(({ row: { unit }, children }) => [unit.id, shape(children)]);

describe('the unit tree', () => {
  const rows = [row('1', null), row('2', '1'), row('3', '2', -2), row('4', '2'), row('5', '1')];

  it('is built from rows in pre-order', () => {
    expect(shape(treeOf(rows))).toEqual([
      [
        '1',
        [
          [
            '2',
            [
              ['3', []],
              ['4', []],
            ],
          ],
          ['5', []],
        ],
      ],
    ]);
  });

  it('starts at the units whose parents are outside the reader’s scope', () => {
    expect(shape(treeOf([row('2', '1'), row('3', '2'), row('7', '6')]))).toEqual([
      ['2', [['3', []]]],
      ['7', []],
    ]);
  });

  it('keeps the way to a match and drops what does not lead to one', () => {
    const tree = pruned(treeOf(rows), ({ vacant }) => vacant < 0);
    expect(shape(tree)).toEqual([['1', [['2', [['3', []]]]]]]);
    expect(countNodes(tree)).toBe(3);
  });
});
