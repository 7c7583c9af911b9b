#!/usr/bin/env bash
# tools/venv.sh FOLDER [PYTHON]: makes the virtual environment from requirements.lock, with polemos itself as an editable install.
# Without PYTHON the first of python3.11, python3.12, python3.13, python3 that runs and has a served version is taken.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1
wish=${2:-}

served() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))' 2> /dev/null
}

python=""
for candidate in ${wish:-python3.11 python3.12 python3.13 python3}; do
    if served "$candidate"; then
        python=$candidate
        break
    fi
done
if [[ -z $python ]]; then
    {
        echo "setup: no usable Python found: polemos needs CPython 3.11, 3.12 or 3.13 with its venv module"
        echo "setup: tried ${wish:-python3.11, python3.12, python3.13, python3}"
        echo "setup: install one (on Debian and Ubuntu also python3-venv), or name it: make venv PYTHON=/path/to/python3.12"
    } >&2
    exit 3
fi

# System packages: none are needed. The browser of the page tests is next door in browser.sh.

# An environment of the same Python and the same lock file is kept: then only polemos itself is installed again.
version=$("$python" -c 'import sys; print(sys.version)')
digest="$version $("$python" -c 'import hashlib; print(hashlib.sha256(open("requirements.lock", "rb").read()).hexdigest())')"
pip=("$folder/bin/python" -m pip --disable-pip-version-check --quiet --quiet)

if [[ ! -f $folder/bin/.digest || $(< "$folder/bin/.digest") != "$digest" ]]; then
    echo "setup: $("$python" --version) and the libraries of requirements.lock into $folder"
    if [[ $("$folder/bin/python" -c 'import sys; print(sys.version)' 2> /dev/null) != "$version" ]]; then
        "$python" -m venv --clear "$folder"
    fi
    rm -f "$folder/bin/.digest"
    "${pip[@]}" install --require-hashes --only-binary :all: -r requirements.lock
    echo "$digest" > "$folder/bin/.digest"
fi
"${pip[@]}" install --no-deps --no-build-isolation -e .
touch "$folder/bin/.ready"
echo "setup: done, $folder/bin/polemos is ready"
