"""The only SQL: tables, repositories, queries, migrations, the journal."""

from store_server.storage.opening import Storage as Storage
from store_server.storage.opening import open_storage as open_storage
