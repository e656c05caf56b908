# Shared by every script here: where the project is, and how a script speaks.
# Usage: . "$(dirname "$0")/lib/common.sh"
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"
# What scripts/setup installed where the system's Node is too old.
use_own_node() {
  local bin
  for bin in "$ROOT"/.deps/node/node_modules/node-*/bin; do
    if [ -x "$bin/node" ]; then PATH="$bin:$PATH"; hash -r; fi
  done
}
use_own_node
install_what_is_missing() { "$ROOT"/scripts/setup && use_own_node; }

started=$(date +%s)
step() { printf '\033[1m[%4ds] %s\033[0m\n' "$(($(date +%s) - started))" "$*"; }
note() { printf '        %s\n' "$*"; }
fail() { printf '\nfmid: %s\n' "$*" >&2; exit 1; }

# A long command: its output goes to a log, and the log's end is shown when it fails. Meanwhile a terminal gets a dot every two seconds,
# anything else a line every fifteen.
quietly() {
  local log="$ROOT/build/logs/$1.log" status=0 ticker
  shift
  mkdir -p "$(dirname "$log")"
  if [ -t 1 ]; then
    ( while rest 2; do printf '.'; done ) & ticker=$!
  else
    ( for ((seconds = 15; ; seconds += 15)); do rest 15 || exit; note "still at it after $seconds s"; done ) & ticker=$!
  fi
  "$@" >"$log" 2>&1 || status=$?
  kill "$ticker" 2>/dev/null && wait "$ticker" 2>/dev/null || true
  if [ -t 1 ]; then printf '\n'; fi
  if [ "$status" -ne 0 ]; then
    tail -n 40 "$log" >&2
    fail "this command failed: $*  (whole log: ${log#"$ROOT"/})"
  fi
}

# A pause between two signs of life: false once this script is gone. It does not keep the script's output open, for which a pipe would wait.
rest() { sleep "$1" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; }

# The address of the mirror that this machine's apt uses for Debian; nothing where it has none.
debian_mirror() { apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m1 -E '/debian/?$' || true; }
