#!/usr/bin/env bash
# Starts the product with the demo province in a folder of its own and runs the browser tests against it.
set -euo pipefail
cd "$(dirname "$0")/.."

browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
if [ -z "$browser" ]; then
  echo "The browser tests need Chromium: apt-get install -y chromium (or set CHROMIUM to its path)." >&2
  exit 1
fi

data=$(mktemp -d "${TMPDIR:-/tmp}/bienche-e2e.XXXXXX")
chmod 755 "$data"
port=${BIENCHE_E2E_PORT:-18080}
export BIENCHE_DATA_DIR="$data" BIENCHE_ADDR="127.0.0.1:$port" BIENCHE_DEMO_PASSWORD="thu-nghiem-trinh-duyet"
export BIENCHE_E2E_URL="http://127.0.0.1:$port" CHROMIUM="$browser"
# The identity provider is one that the tests start themselves.
export BIENCHE_OIDC_ISSUER="http://localhost:$((port + 1))" BIENCHE_OIDC_NAME="tài khoản của tỉnh" BIENCHE_OIDC_CLIENT_ID=bienche
export BIENCHE_OIDC_REDIRECT="$BIENCHE_E2E_URL/api/oidc/callback"

bin/bienche serve >"$data/serve.log" 2>&1 &
server=$!
trap 'kill -TERM $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$data"' EXIT

for _ in $(seq 600); do
  if node -e 'fetch(process.argv[1]).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$BIENCHE_E2E_URL/readyz"; then ready=1; break; fi
  if ! kill -0 $server 2>/dev/null; then break; fi
  sleep 0.5
done
if [ -z "${ready:-}" ]; then
  echo "The server did not become ready:" >&2
  tail -50 "$data/serve.log" >&2
  exit 1
fi
npm run e2e --prefix frontend
