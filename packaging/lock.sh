#!/usr/bin/env bash
# Remakes requirements.txt and requirements-dev.txt from pyproject.toml: exact versions with the
# hashes of every platform's files, and no host name. Needs uv on the PATH (pip install uv).
# With arguments, they go to `uv lock`:  packaging/lock.sh --upgrade-package lxml
# Without them it keeps nothing of the old versions: every package is taken anew within the
# limits that pyproject.toml sets.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# In a scratch folder, because uv.lock records addresses and must not stay in the tree.
cp "$root/pyproject.toml" "$scratch/"
cd "$scratch"
uv lock --quiet "$@"
export_() { uv export --quiet --locked --no-emit-project --no-header --no-annotate "$@"; }
export_ --no-dev > "$root/packaging/requirements.txt"
export_ > "$root/packaging/requirements-dev.txt"
