import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
}

/**
 * A provider of OpenID Connect as small as can be: whoever comes is asked for a name in a form, and is believed. It
 * stands at the address that the program under test was started with (BIENCHE_OIDC_ISSUER).
 */
export async function startProvider(issuer: string): Promise<{ stop: () => Promise<void> }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' };
  const granted = new Map<string, { name: string; nonce: string; client: string }>();

  function idToken({ name, nonce, client }: { name: string; nonce: string; client: string }): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: name, aud: client, exp: now + 300, iat: now, auth_time: now };
    const text = `${part({ alg: 'RS256', kid: 'one' })}.${part({ ...claims, nonce, preferred_username: name })}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  }

  const server: Server = createServer(async (request, response) => {
    const url = new URL(request.url!, issuer);
    const json = (body: object) =>
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/keys`,
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return json({ keys: [key] });
      case '/authorize':
        return response
          .setHeader('Content-Type', 'text/html; charset=utf-8')
          .end(
            `<title>Provider</title><form action="/answer${url.search}" method="post">` +
              `<label>Name <input name="name"></label><button>Continue</button></form>`,
          );
      case '/answer': {
        const code = randomUUID();
        const asked = url.searchParams;
        const name = (await form(request)).get('name') ?? '';
        granted.set(code, { name, nonce: asked.get('nonce') ?? '', client: asked.get('client_id') ?? '' });
        const back = new URL(asked.get('redirect_uri')!);
        back.searchParams.set('code', code);
        back.searchParams.set('state', asked.get('state') ?? '');
        return response.writeHead(303, { Location: back.href }).end();
      }
      case '/token': {
        const grant = granted.get((await form(request)).get('code') ?? '');
        if (grant === undefined) return response.writeHead(400).end('{}');
        return json({ access_token: randomUUID(), token_type: 'Bearer', id_token: idToken(grant) });
      }
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(new URL(issuer).port), new URL(issuer).hostname, resolve);
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
