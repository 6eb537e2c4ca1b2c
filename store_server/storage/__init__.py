"""The only SQL: tables, repositories, queries, migrations, the journal."""
