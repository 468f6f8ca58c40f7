import type { Page } from 'playwright-core';
import { ask } from './browser';

/** A figure that units choose for themselves: months of an early raise. */
export const chosenParameter = 'pay.step_raise.early_months';

interface Known {
  orgTree: { unit: { id: string; name: string }; depth: number }[];
  decisions: {
    edges: {
      node: {
        id: string;
        number: string;
        symbol: string;
        title: string;
        state: string;
        issuer: { id: string } | null;
      };
    }[];
  };
}

/** A department, and a decision of its own that can carry a choice. */
export async function grounds(page: Page) {
  const { orgTree, decisions } = await ask<Known>(
    page,
    `{ orgTree { unit { id name } depth }
       decisions(first: 50) { edges { node { id number symbol title state issuer { id } } } } }`,
  );
  for (const { node: decision } of decisions.edges) {
    const department = orgTree.find(
      ({ unit, depth }) => depth === 1 && unit.id === decision.issuer?.id,
    )?.unit;
    if (department && decision.number && decision.state === 'ISSUED') return { department, decision };
  }
  throw new Error('no department has issued any of the newest decisions');
}

/** A day far away, where no other test reads, and which no run before has used but by chance. */
export function farDay(): string {
  return new Date(Date.UTC(2040, 0, 1 + Math.floor(Math.random() * 50_000))).toISOString().slice(0, 10);
}

/** A day as people write it. */
export const written = (day: string) => day.split('-').reverse().join('/');

/** Types a day into a field of the dialog that is open. */
export async function typeDay(page: Page, label: string, day: string) {
  const box = page.getByRole('dialog').getByLabel(label, { exact: true });
  await box.fill(written(day));
  await box.press('Enter');
  await box.press('Tab');
}

/** A proposal of a choice made through the API; answers with its only day. */
export async function propose(page: Page): Promise<string> {
  const { department, decision } = await grounds(page);
  const from = farDay();
  const to = new Date(Date.parse(`${from}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  await ask(
    page,
    'mutation ($i: ProposeRuleChoiceInput!) { proposeRuleChoice(input: $i) { choice { id } } }',
    {
      i: {
        clientRequestId: crypto.randomUUID(),
        parameter: chosenParameter,
        unit: department.id,
        value: '9',
        from,
        to,
        decision: decision.id,
      },
    },
  );
  return from;
}
