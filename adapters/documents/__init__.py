"""Papers bound as files of offices: each module holds `bind`, and needs the extra `documents`."""
