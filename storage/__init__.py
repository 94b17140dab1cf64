"""The only SQL: one module a noun over one SQLite file."""

import sys

# sqlite-utils imports these wherever they are installed, for values that are never stored here: 130 MB and half a
# second in the daemon and in every child. While it is imported they are not there; who wants them has them after.
_HEAVY = [name for name in ("numpy", "pandas") if name not in sys.modules]
sys.modules.update(dict.fromkeys(_HEAVY))  # type: ignore[arg-type]
try:
    import sqlite_utils  # noqa: F401
finally:
    for _name in _HEAVY:
        del sys.modules[_name]
