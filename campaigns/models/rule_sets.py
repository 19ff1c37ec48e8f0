"""Bodies of rules as data."""

from typing import ClassVar

from django.db import models

from campaigns.rules.parameters import Parameters


class RuleSet(models.Model):
    """One version of a body of rules as data. A version that is in use never changes; a new text is a new version.

    `parameters` is the JSON of campaigns.rules.parameters.Parameters.
    """

    code = models.CharField("mã", max_length=20)
    version = models.PositiveSmallIntegerField("phiên bản")
    name = models.CharField("tên", max_length=200)
    citation = models.CharField("căn cứ", max_length=300)
    in_force_from = models.DateField("có hiệu lực từ")
    in_force_until = models.DateField("đến hết", null=True, blank=True)
    parameters = models.JSONField("tham số")

    class Meta:
        verbose_name = "bộ quy định"
        verbose_name_plural = "bộ quy định"
        ordering: ClassVar[list[str]] = ["code", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "version"], name="rule_set_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} phiên bản {self.version}"

    @property
    def rules(self) -> Parameters:
        """The parameters as the pure rules take them."""
        return Parameters.from_json(self.parameters)
