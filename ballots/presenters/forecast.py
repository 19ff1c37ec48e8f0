"""The words of the disclosure forecast."""

from dataclasses import dataclass

from ballots.rules.forecast import USUAL_FIRST, Forecast
from config.vietnamese import decimal_comma


@dataclass(frozen=True)
class ForecastCard:
    """`advice` and `reason` only where there is something to think about."""

    sentence: str
    advice: str
    reason: str


def forecast_card(found: Forecast) -> ForecastCard:
    if not found.voters or not found.people:
        return ForecastCard("Chưa biết số người ghi phiếu hoặc chưa có ai trên phiếu nên chưa dự báo được.", "", "")
    who = f"{decimal_comma(found.voters)} người ghi phiếu, {decimal_comma(found.people)} người trên phiếu"
    if not found.is_worth_a_warning:
        return ForecastCard(
            f"{who}: ít khả năng ({_percent(found.chance)}) số liệu làm lộ phiếu của từng người.", "", ""
        )
    return ForecastCard(
        f"{who}: khả năng {_percent(found.chance)} có số liệu cho thấy mọi người ghi giống nhau, tức là lộ phiếu của "
        "từng người.",
        "Trước khi mở ghi phiếu, cân nhắc ghép với đơn vị khác để đông người hơn, và chỉ công bố những con số mà quy "
        "định buộc phải nêu. Quy định vẫn buộc kiểm đủ từng mức.",
        f"Cách tính: {_source(found)}; mỗi người ghi phiếu được coi là ghi độc lập với người khác.",
    )


def _source(found: Forecast) -> str:
    usual = f"lấy {USUAL_FIRST * 100:.0f} % ghi mức đầu tiên"
    if not found.known:
        return f"không có kết quả lần trước để dựa vào nên {usual}"
    if found.known == found.people:
        return "theo tỷ lệ của từng người ở lần lấy phiếu gần nhất"
    return f"theo tỷ lệ lần gần nhất của {found.known} người, những người khác {usual}"


def _percent(chance: float) -> str:
    """ "khoảng 61 %", and neither 0 nor 100 for what is not certain."""
    rounded = round(100 * chance)
    if rounded == 0:
        return "dưới 1 %"
    return "trên 99 %" if rounded == 100 else f"khoảng {rounded} %"
