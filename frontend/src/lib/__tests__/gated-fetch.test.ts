import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '../gate';
import { gatedFetch } from '../gated-fetch';

const json = { 'Content-Type': 'application/json; charset=utf-8' };
const refusedBy = (extension: object) =>
  new Response(JSON.stringify({ data: null, errors: [{ message: '…', extensions: { ...extension } }] }), {
    headers: json,
  });
const locked = () => refusedBy({ code: 'UNAUTHENTICATED', locked: true });
const unconfirmed = () => refusedBy({ code: 'FORBIDDEN', confirm: true });
const done = () => new Response('{"data":{"done":true}}', { headers: json });

let gate: Gate;
let sent: ReturnType<typeof vi.fn>;

/** The server answers the requests in this order. */
function server(...answers: (() => Response)[]) {
  sent = vi.fn(() => Promise.resolve(answers[sent.mock.calls.length - 1]!()));
  vi.stubGlobal('fetch', sent);
}

const request = () => gatedFetch('/graphql', { method: 'POST', body: '{"query":"…"}' }, gate);
const asked = (question: 'locked' | 'confirming') =>
  vi.waitFor(() => expect(gate.current()[question]).toBe(true));

describe('a request at the gate', () => {
  beforeEach(() => {
    gate = new Gate();
  });
  afterEach(() => vi.unstubAllGlobals());

  it('passes untouched when nothing stands in its way', async () => {
    server(done);
    expect(await (await request()).json()).toEqual({ data: { done: true } });
    expect(gate.current()).toEqual({ locked: false, confirming: false });
  });

  it('waits before a locked session and is repeated word for word after unlocking', async () => {
    server(locked, done);
    const answer = request();
    await asked('locked');
    expect(sent).toHaveBeenCalledTimes(1);
    gate.answer('unlock', true);
    expect(await (await answer).json()).toEqual({ data: { done: true } });
    expect(sent.mock.calls[1]).toEqual(sent.mock.calls[0]);
    expect(gate.current().locked).toBe(false);
  });

  it('lets all that wait before one lock go on together', async () => {
    server(locked, locked, locked, done, done, done);
    const answers = [request(), request(), request()];
    await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(3));
    await asked('locked');
    await new Promise((resolve) => setTimeout(resolve));
    gate.answer('unlock', true);
    const bodies = await Promise.all(answers.map(async (answer) => (await answer).json()));
    expect(bodies).toEqual(Array(3).fill({ data: { done: true } }));
  });

  it('is refused when the session has ended before it was unlocked', async () => {
    server(locked);
    const answer = request();
    await asked('locked');
    gate.end();
    expect(await (await answer).text()).toContain('"locked":true');
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it('asks for a confirmation and is repeated once', async () => {
    server(unconfirmed, done);
    const answer = request();
    await asked('confirming');
    gate.answer('confirm', true);
    expect(await (await answer).json()).toEqual({ data: { done: true } });
  });

  it('keeps the refusal when the person gives up', async () => {
    server(unconfirmed);
    const answer = request();
    await asked('confirming');
    gate.answer('confirm', false);
    expect(await (await answer).text()).toContain('"confirm":true');
    expect(sent).toHaveBeenCalledTimes(1);
    expect(gate.current().confirming).toBe(false);
  });

  it('does not ask a second time when a fresh confirmation is not enough', async () => {
    server(unconfirmed, unconfirmed);
    const answer = request();
    await asked('confirming');
    gate.answer('confirm', true);
    expect(await (await answer).text()).toContain('"confirm":true');
    expect(sent).toHaveBeenCalledTimes(2);
    expect(gate.current().confirming).toBe(false);
  });

  it('reads the refusals of REST addresses as well, with their status', async () => {
    const problem = () =>
      new Response('{"code":"FORBIDDEN","message":"…","confirm":true}', {
        status: 403,
        headers: { 'Content-Type': 'application/problem+json' },
      });
    server(problem);
    const answer = request();
    await asked('confirming');
    gate.answer('confirm', false);
    expect((await answer).status).toBe(403);
  });

  it.each([
    ['data that speaks of locks', '{"data":{"sessions":[{"locked":true}]}}', json],
    ['a text that quotes a refusal', '{"data":{"note":"\\"confirm\\":true"}}', json],
    ['what is no JSON', '{"errors":[{"extensions":{"locked":true}}]}', { 'Content-Type': 'text/csv' }],
  ])('takes %s for what it is', async (_name, body, headers) => {
    server(() => new Response(body, { headers: headers as HeadersInit }));
    expect(await (await request()).text()).toBe(body);
    expect(gate.current()).toEqual({ locked: false, confirming: false });
  });
});
