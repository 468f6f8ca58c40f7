import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { TreeGrid } from '../tree-grid';

interface Node {
  id: string;
  children: Node[];
}

const leaf = (id: string): Node => ({ id, children: [] });
const roots: Node[] = [{ id: 'tỉnh', children: [{ id: 'sở', children: [leaf('phòng')] }, leaf('xã')] }];

function Example({
  nodes = roots,
  onOpen = () => undefined,
}: {
  nodes?: Node[];
  onOpen?: (node: Node) => void;
}) {
  const [expanded, setExpanded] = useState<Record<string, boolean> | true>({ tỉnh: true });
  return (
    <TreeGrid
      label="Cây"
      columns={[
        { id: 'name', header: 'Đơn vị', width: '1fr', cell: ({ id }) => id },
        { id: 'number', header: 'Giao', width: '80px', cell: () => <a href="#rows">7</a> },
      ]}
      roots={nodes}
      idOf={({ id }) => id}
      childrenOf={({ children }) => children}
      expanded={expanded}
      onExpandedChange={setExpanded}
      onOpen={onOpen}
    />
  );
}

// jsdom lays nothing out; the grid needs a height to know which rows are in sight.
beforeAll(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(320);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
  HTMLElement.prototype.scrollTo = () => undefined;
});

const names = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent);
const press = (...keys: string[]) =>
  keys.forEach((key) => fireEvent.keyDown(document.activeElement!, { key }));
const start = () => screen.getAllByRole('row')[1]!.focus();

describe('the tree-grid', () => {
  it('shows open branches with their level and state', () => {
    render(<Example />);
    expect(names()).toEqual(['tỉnh', 'sở', 'xã']);
    const [, province, department, commune] = screen.getAllByRole('row');
    expect(province!.getAttribute('aria-level')).toBe('1');
    expect(department!.getAttribute('aria-expanded')).toBe('false');
    expect(commune!.hasAttribute('aria-expanded')).toBe(false);
  });

  it('opens and closes branches and walks rows with the arrows', () => {
    render(<Example />);
    start();
    press('ArrowDown', 'ArrowRight');
    expect(names()).toEqual(['tỉnh', 'sở', 'phòng', 'xã']);
    press('ArrowDown');
    expect(document.activeElement!.textContent).toContain('phòng');
    press('ArrowLeft');
    expect(document.activeElement!.textContent).toContain('sở');
    press('ArrowLeft');
    expect(names()).toEqual(['tỉnh', 'sở', 'xã']);
  });

  it('enters the cells of an open row and comes back', () => {
    render(<Example />);
    start();
    press('ArrowRight', 'ArrowRight');
    expect(document.activeElement!.getAttribute('role')).toBe('gridcell');
    press('ArrowLeft', 'ArrowLeft');
    expect(document.activeElement!.getAttribute('role')).toBe('row');
  });

  it('opens a unit with Enter, and a figure’s rows from its cell', () => {
    const onOpen = vi.fn();
    render(<Example onOpen={onOpen} />);
    start();
    press('Enter');
    expect(onOpen).toHaveBeenCalledWith(roots[0]);
    const followed = vi.fn((event: Event) => event.preventDefault());
    screen.getAllByRole('link', { hidden: true })[0]!.addEventListener('click', followed);
    press('ArrowRight', 'ArrowRight', 'Enter');
    expect(followed).toHaveBeenCalledOnce();
    expect(onOpen).toHaveBeenCalledOnce();
  });

  it('keeps one row in the tab order', () => {
    render(<Example />);
    start();
    press('End');
    const tabbable = screen.getAllByRole('row').filter((row) => row.tabIndex === 0 && row.dataset.index);
    expect(tabbable.map((row) => row.textContent)).toEqual([expect.stringContaining('xã')]);
  });

  it('puts only the rows in sight into the page, of 3,000', () => {
    const many = Array.from({ length: 3000 }, (_, index) => leaf(`đơn vị ${index}`));
    render(<Example nodes={many} />);
    expect(screen.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('3001');
    expect(screen.getAllByRole('rowheader').length).toBeLessThan(60);
  });
});
