import { describe, expect, it } from 'vitest';
import { ask, open, pageOf, withBrowser } from './browser';

withBrowser();

type Answer = { data?: object; errors?: { message: string; extensions: { code: string } }[] };

describe('a session of the browser', () => {
  it('is answered what the application asks and nothing else', async () => {
    const page = await pageOf('nhansu');
    const answered: Answer[] = [];
    page.on('response', async (answer) => {
      if (answer.url().endsWith('/graphql')) answered.push((await answer.json()) as Answer);
    });
    await open(page, '/staff');
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.flatMap(({ errors }) => errors ?? [])).toEqual([]);

    const query = '{ viewer { username } }';
    const refused = await page.request.post('/graphql', { data: { query } });
    const { data, errors } = (await refused.json()) as Answer;
    expect(data).toBeUndefined();
    expect(errors?.[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors?.[0]?.message).toContain('hãy tải lại trang');
    expect(await ask(page, query)).toEqual({ viewer: { username: 'nhansu' } });
  });
});
