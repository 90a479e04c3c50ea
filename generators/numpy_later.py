"""NumPy, loaded by its first use: a draft can be laid out while the second road is still to come.

Families and the second road write ``from generators.numpy_later import np``, and ``np.exp`` and all else as usual.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
else:

    class _Later:
        def __getattr__(self, name: str) -> object:
            import numpy as np

            found = getattr(np, name)
            setattr(self, name, found)
            return found

    np = _Later()

__all__ = ["np"]
