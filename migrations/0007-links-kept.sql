-- The linker removes links that no release needs any more: it must see which runs releases are made from.
GRANT SELECT (run_id, state) ON release TO credlink_linker;
