#!/bin/sh
# Runs a script with the first Python on this machine that is new enough.
# PYTHON=/path/to/python chooses one by hand.

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c "$new_enough" 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done

# uv keeps Pythons of its own, outside of PATH.
candidate=$(uv python find --no-python-downloads '>=3.11' 2>/dev/null) || candidate=
if [ -n "$candidate" ] && "$candidate" -c "$new_enough" 2>/dev/null; then
    exec "$candidate" "$@"
fi

found=$(python3 --version 2>/dev/null) || found="no Python at all"
echo "Accueil needs Python 3.11 or newer and this machine has $found:" \
    "install a newer one, or name it with PYTHON=/path/to/python3, and run the same command again." >&2
exit 1
