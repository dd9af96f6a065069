"""The command line: click alone, a module for each kind of command."""

import gc

# A short command makes no rubbish worth collecting, yet would look for it some thirty times while modules are loaded.
gc.set_threshold(100_000)
