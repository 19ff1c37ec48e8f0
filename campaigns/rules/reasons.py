"""The one table that words every reason code: why somebody is not voted on, why a step is not possible. Pure."""

from dataclasses import dataclass

from campaigns.rules.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Reason:
    """`sentence` explains to people. `cited_as` names the exclusion of the rule set whose citation holds for this
    reason; without one, `citation` stands here."""

    code: str
    label: str
    sentence: str
    cited_as: str = ""
    citation: str = ""


# In the order in which several reasons of one appointment are given.
EXCLUSION_REASONS: dict[str, Reason] = {
    reason.code: reason
    for reason in (
        Reason(
            "outside_campaign",
            "Ngoài phạm vi của đợt",
            "Không giai đoạn nào của đợt này lấy phiếu đối với nhóm chức danh này.",
            citation="Phạm vi của đợt lấy phiếu",
        ),
        Reason(
            "not_leadership",
            "Không phải chức danh lãnh đạo, quản lý",
            "Danh mục chức danh không đánh dấu chức danh này là lãnh đạo, quản lý, nên không lấy phiếu.",
            cited_as="not_leadership",
        ),
        Reason(
            "out_of_scope",
            "Cấp của đơn vị không thuộc phạm vi",
            "Bộ quy định không áp dụng cho chức danh ở cấp này.",
            cited_as="out_of_scope",
        ),
        Reason(
            "unit_ended",
            "Đơn vị đã kết thúc hoạt động",
            "Vào ngày lấy phiếu, đơn vị hoặc cấp hành chính của đơn vị không còn; đơn vị được giữ để tra cứu.",
            cited_as="unit_ended",
        ),
        Reason(
            "enterprise",
            "Chức danh ở doanh nghiệp",
            "Chức danh thuộc doanh nghiệp; bộ quy định đang để chức danh này ngoài phạm vi hoặc chờ quyết định.",
            cited_as="enterprise",
        ),
        Reason(
            "public_service",
            "Chức danh ở đơn vị sự nghiệp",
            "Chức danh thuộc đơn vị sự nghiệp; bộ quy định đang để chức danh này ngoài phạm vi hoặc chờ quyết định.",
            cited_as="public_service",
        ),
        Reason(
            "retirement_notice",
            "Đã có thông báo nghỉ hưu",
            "Cán bộ đã có thông báo nghỉ công tác chờ nghỉ hưu trước hoặc trong ngày lấy phiếu, nên không lấy phiếu ở "
            "mọi chức vụ đang giữ.",
            cited_as="retirement_notice",
        ),
        Reason(
            "new_in_year",
            "Mới được bổ nhiệm, bầu trong năm",
            "Cán bộ bắt đầu giữ chức vụ này trong năm lấy phiếu, nên không lấy phiếu đối với chức vụ này.",
            cited_as="new_in_year",
        ),
        Reason(
            "reappointed_in_year",
            "Được bổ nhiệm lại trong năm",
            "Cán bộ được bổ nhiệm lại vào chức vụ này trong năm lấy phiếu; văn bản không nói bổ nhiệm lại có tính là "
            "mới hay không.",
            cited_as="reappointed_in_year",
        ),
        Reason(
            "acting_post",
            "Giao quyền, phụ trách",
            "Cán bộ được giao quyền hoặc phụ trách, chưa giữ chính thức chức vụ này.",
            cited_as="acting_post",
        ),
        Reason(
            "not_yet_started",
            "Chưa giữ chức vụ",
            "Vào ngày lấy phiếu, cán bộ chưa bắt đầu giữ chức vụ này.",
            cited_as="not_leadership",
        ),
        Reason(
            "serious_illness",
            "Nghỉ chữa bệnh hiểm nghèo",
            "Tính đến ngày lấy phiếu, cán bộ đã nghỉ chữa bệnh, không điều hành công tác đủ số tháng mà bộ quy định "
            "nêu.",
            cited_as="serious_illness",
        ),
        Reason(
            "over_two_venues",
            "Đã đủ số nơi lấy phiếu",
            "Cán bộ giữ nhiều chức vụ và đã được lấy phiếu ở đủ số nơi tối đa, tính theo thứ tự cấp ủy, HĐND và UBND, "
            "rồi nơi công tác khác.",
            cited_as="over_two_venues",
        ),
        Reason(
            "decided_out",
            "Không lấy phiếu theo quyết định",
            "Cấp có thẩm quyền đã quyết định không lấy phiếu đối với chức vụ này.",
            citation="Quyết định về từng trường hợp",
        ),
    )
}


def citation_of(code: str, parameters: Parameters | None) -> str:
    """Where the reason stands in the text of the rule set; `parameters` is None outside every phase."""
    reason = EXCLUSION_REASONS[code]
    exclusion = parameters.exclusion(reason.cited_as) if parameters is not None and reason.cited_as else None
    return exclusion.citation if exclusion is not None else reason.citation
