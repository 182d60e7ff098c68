"""The PostgreSQL of an instance: its binaries, its server, its roles, its backups."""
