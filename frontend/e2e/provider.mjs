// A small identity provider for the browser tests: it lets in whoever types a name. It stands on "localhost" while the
// application stands on 127.0.0.1, so that to the browser they are two sites.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const port = Number(process.argv[2]);
const issuer = `http://localhost:${port}`;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const granted = new Map(); // code to what it was given for

const base64 = (value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

function idToken({ name, nonce, client }) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    sub: `id-${name}`,
    aud: client,
    iat: now,
    exp: now + 60,
    auth_time: now,
    nonce,
    preferred_username: name,
  };
  const head = `${base64({ alg: 'RS256', kid: 'test', typ: 'JWT' })}.${base64(claims)}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey).toString('base64url')}`;
}

const escaped = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  }),
  '/keys': () => ({
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' }],
  }),
  '/authorize': ({ query }) => {
    const hidden = [...query].map(
      ([k, v]) => `<input type="hidden" name="${escaped(k)}" value="${escaped(v)}">`,
    );
    return `<!doctype html><title>Định danh</title><h1>Định danh tỉnh</h1>
      <form action="/grant">${hidden.join('')}<label>Danh tính <input name="name"></label><button>Tiếp tục</button></form>`;
  },
  '/grant': ({ query, redirect }) => {
    const code = randomBytes(16).toString('hex');
    granted.set(code, {
      name: query.get('name'),
      nonce: query.get('nonce'),
      client: query.get('client_id'),
      challenge: query.get('code_challenge'),
    });
    const back = new URL(query.get('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state'));
    redirect(back);
  },
  '/token': ({ form, refuse }) => {
    const given = granted.get(form.get('code'));
    granted.delete(form.get('code'));
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (given === undefined || given.challenge !== challenge) return refuse({ error: 'invalid_grant' });
    return {
      access_token: randomBytes(16).toString('hex'),
      token_type: 'Bearer',
      expires_in: 60,
      id_token: idToken(given),
    };
  },
};

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, issuer);
  const answer = answers[pathname];
  if (!answer) return response.writeHead(404).end();
  let body = '';
  for await (const piece of request) body += piece;
  const refuse = (error) => {
    response.statusCode = 400;
    return error;
  };
  const redirect = (to) => response.writeHead(303, { location: String(to) }).end();
  const said = answer({ query: searchParams, form: new URLSearchParams(body), refuse, redirect });
  if (said === undefined) return undefined;
  const page = typeof said === 'string';
  response.setHeader('content-type', page ? 'text/html; charset=utf-8' : 'application/json');
  return response.end(page ? said : JSON.stringify(said));
}).listen(port, 'localhost');
