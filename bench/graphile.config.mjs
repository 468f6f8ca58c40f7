// PostGraphile as its makers set it up for production: the Amber preset, one pool of the size that our server has.
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';

export default {
  extends: [PostGraphileAmberPreset],
  pgServices: [
    makePgService({
      connectionString: process.env.PEER_DATABASE_URL,
      schemas: ['peer'],
      poolConfig: { max: Number(process.env.PEER_CONNECTIONS ?? 16) },
    }),
  ],
  grafserv: { host: '127.0.0.1', port: Number(process.env.PEER_PORT), watch: false, graphiql: false },
  grafast: { explain: false },
};
