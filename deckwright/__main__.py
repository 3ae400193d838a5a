"""`python -m deckwright` is `deckwright`."""

import sys

from deckwright.cli import main

sys.exit(main())
