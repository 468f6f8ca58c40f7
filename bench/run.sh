#!/usr/bin/env bash
# Measures the API beside PostGraphile 5.1.5 under Node 22, on one database: installs it here (480 MB, not part of the
# product), then runs BenchmarkPeer. Both servers are kept on one core each, the same one. Arguments go to go test.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --loglevel=error
cd ..
exec env BIENCHE_PEER="$PWD/bench" "${GO:-go}" test ./graph -run '^$' -bench '^BenchmarkPeer$' -benchtime 1x -timeout 60m -server-core 0 "$@"
