"""A folder's records changed one at a time: in their files, in a session with undo, on a sheet of the paper's sentences."""
