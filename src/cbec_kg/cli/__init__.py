"""The command line: click alone, one module a command."""

import gc

# A short command makes no rubbish worth collecting, yet would look for it some thirty times while modules are loaded.
gc.set_threshold(100_000)
