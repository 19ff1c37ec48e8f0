"""PostgreSQL keeps a sample of each column for its planner, up to a hundred values, and keeps it when the rows are gone.
Of what tells of a ballot, a code or a device it shall take none: they would outlive the closing and the destruction."""

from django.db import migrations

COLUMNS = (
    ("ballots_slip", "id", "uuid"),
    ("ballots_slip", "sealed", "bytea"),
    ("ballots_accesscode", "digest", "varchar(64)"),
    ("ballots_accesscode", "nonce", "varchar(64)"),
    ("ballots_receipt", "nonce", "varchar(64)"),
    ("ballots_wrongcodes", "device", "varchar(64)"),
    ("ballots_wrongcodes", "last_at", "timestamptz"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0007_box_holds_its_ballots"),
    ]

    operations = [
        migrations.RunSQL(
            # giving a column the type that it has drops the sample that was taken, and touches no row
            f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {kind}, ALTER COLUMN {column} SET STATISTICS 0",
            f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1",
        )
        for table, column, kind in COLUMNS
    ]
