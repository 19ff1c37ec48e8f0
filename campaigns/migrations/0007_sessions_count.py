"""Sessions carry the counts that pages over thousands of them need."""

from django.db import migrations, models

COUNT = """
UPDATE campaigns_votingsession s SET
    subject_count = (SELECT count(*) FROM campaigns_subject p JOIN campaigns_ballotstyle b ON b.id = p.style_id
                     WHERE b.session_id = s.id),
    voter_count = (SELECT count(*) FROM campaigns_voter v WHERE v.session_id = s.id AND NOT v.is_removed),
    board_count = (SELECT count(*) FROM campaigns_boardmember m WHERE m.session_id = s.id),
    papers_missing = (
        SELECT count(*) FROM campaigns_subject p JOIN campaigns_ballotstyle b ON b.id = p.style_id
        CROSS JOIN (VALUES ('self_report'), ('asset_declaration')) AS owed(kind)
        WHERE b.session_id = s.id AND NOT EXISTS (
            SELECT 1 FROM campaigns_dossieritem d WHERE d.subject_id = p.id AND d.kind = owed.kind
            AND (d.received_on IS NOT NULL OR d.waived <> ''))
    ) + (
        SELECT count(*) FROM campaigns_dossieritem d JOIN campaigns_subject p ON p.id = d.subject_id
        JOIN campaigns_ballotstyle b ON b.id = p.style_id
        WHERE b.session_id = s.id AND d.kind = 'explanation' AND d.received_on IS NULL AND d.waived = '')
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_venues_are_kept")]

    operations = [
        *(
            migrations.AddField(
                "votingsession",
                name,
                models.PositiveIntegerField(default=0, editable=False, verbose_name=words),
            )
            for name, words in (
                ("subject_count", "số người được lấy phiếu"),
                ("voter_count", "số người ghi phiếu"),
                ("board_count", "số người trong ban kiểm phiếu"),
                ("papers_missing", "số tài liệu hồ sơ còn thiếu"),
            )
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
