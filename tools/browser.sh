#!/usr/bin/env bash
# tools/browser.sh: sees to it that the page tests find a browser: Debian's Chromium, installed where that is possible
# (root and apt-get); elsewhere it says what will be skipped and how to get it. POLEMOS_BROWSER names another one.
set -euo pipefail

for browser in "${POLEMOS_BROWSER:-}" chromium chromium-browser google-chrome; do
    if [[ -n $browser ]] && command -v "$browser" > /dev/null; then
        exit 0
    fi
done
if [[ $(id -u) == 0 ]] && command -v apt-get > /dev/null; then
    echo "setup: chromium, for the tests of the page"
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    if (apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium fonts-dejavu-core) \
        > "$log" 2>&1; then
        exit 0
    fi
    tail -n 3 "$log" >&2
fi
echo "setup: no browser found: the tests of the page in a real browser will be skipped" >&2
echo "setup: install Chromium (on Debian: apt-get install chromium), or name a browser: POLEMOS_BROWSER=/path/to/chrome" >&2
