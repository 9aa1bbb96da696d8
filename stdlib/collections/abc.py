"""The abstract base classes of collections, which _collections_abc defines."""

import sys
import _collections_abc

# One module under both names, so that pickles and patches of either meet.
sys.modules[__name__] = _collections_abc
