# ruff: noqa: E501 - rows of files stand in one line
"""Reports as platforms and shops export them, in Korean and English."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from openpyxl import Workbook

from adapters.importing import read, read_rates
from bot.importing import (
    Handed,
    NothingToImport,
    UnknownColumn,
    UnknownPlatform,
    UnknownTable,
    UnreadableTable,
)
from memory.loading import Fact, Reading, Series, Wish
from memory.metrics import MEASURES, Measure

GOOGLE = (
    "캠페인 보고서\n2026년 11월 1일 - 2026년 11월 7일\n일,캠페인 상태,캠페인,예산,통화 코드,노출수,클릭수,비용,전환수,전환 가치\n"
    '2026-11-01,사용,여름 세일,"50,000",KRW,"1,234",56,"12,345",1.50,"100,000"\n'
    '2026-11-02,사용,여름 세일,"50,000",KRW, --,0,0,0,0\n'
    '합계: 계정, --, --,"50,000",KRW,"1,234",56,"12,345",1.5,"100,000"\n'
)


def of(text: str, encoding: str = "utf-8", wish: Wish | None = None, name: str = "export.csv") -> Reading:
    return read([Handed(name, text.encode(encoding))], wish or Wish())


def facts(reading: Reading) -> list[tuple[Series, Fact, Mapping[Measure, int]]]:
    """Each fact with its series and the measures that are known."""
    return [
        (load.series[fact.series], fact, known(fact))
        for load in reading.loads
        for piece in load.facts
        for fact in piece
    ]


def known(fact: Fact) -> Mapping[Measure, int]:
    return {name: value for name, value in zip(MEASURES, fact.measures, strict=True) if value is not None}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp949"])
def test_google_in_korean_whatever_its_encoding(encoding: str) -> None:
    reading = of(GOOGLE, encoding)
    (series, first, sums), (_, second, of_second) = facts(reading)
    assert (series.platform, series.grain, series.campaign_ref, series.currency) == (
        "google_ads",
        "campaign",
        "여름 세일",
        "KRW",
    )
    assert series.flags == "id_from_name"
    assert (first.day, second.day) == (date(2026, 11, 1), date(2026, 11, 2))
    assert sums["spend"] == 12_345_000_000
    assert (sums["impressions"], sums["conversions"]) == (1_234, 1_500_000)
    assert "impressions" not in of_second
    assert of_second["spend"] == 0
    assert reading.turned == ()


def test_google_in_english_with_tabs() -> None:
    text = (
        "Campaign report\nNov 1, 2026 - Nov 7, 2026\nDay\tCampaign\tCampaign ID\tCurrency code\tClicks\tImpr.\tCost\tConv. value\n"
        "2026-11-01\tBrand\t9007199254740993\tUSD\t10\t1,000\t20.83669\t99.9\nTotal: Account\t --\t --\tUSD\t10\t1,000\t20.83669\t99.9\n"
    )
    ((series, _, sums),) = facts(of(text, "utf-16"))
    assert (series.campaign_ref, series.campaign_name, series.flags) == ("9007199254740993", "Brand", "")
    assert sums["spend"] == 20_836_690


def test_meta_counts_events_and_turns_away_rows_of_several_days() -> None:
    text = (
        '보고 시작,보고 종료,캠페인 이름,광고 세트 이름,광고 이름,"지출 금액 (KRW)",노출,링크 클릭,"클릭(전체)",구매,구매 전환값,잠재 고객\n'
        "2026-11-01,2026-11-01,여름,세트,광고,10000,500,12,20,2,50000,\n"
        "2026-11-01,2026-11-07,여름,세트,광고,10000,500,12,20,2,50000,1\n"
        ",,,,,20000,1000,24,40,4,100000,1\n"
    )
    reading = of(text, "cp949")
    ((series, fact, sums),) = facts(reading)
    assert (series.platform, series.grain, series.currency) == ("meta", "ad", "KRW")
    assert (sums["clicks"], sums["conversions"], sums["conversions_value"]) == (12, 2_000_000, 50_000_000_000)
    assert [(one["event"], one["count"]) for one in fact.events or ()] == [
        ("purchase", 2_000_000),
        ("lead", None),
    ]
    assert [(one.line, one.reason) for one in reading.turned] == [(3, "not_daily")]


def test_linkedin_calls_a_campaign_group_what_we_call_a_campaign() -> None:
    text = (
        "Campaign Performance Report (in UTC)\n\nStart Date (in UTC)\tAccount Name\tCurrency\tCampaign Group ID\tCampaign ID\tTotal Spent\tImpressions\tClicks\n"
        "11/1/2026\tAcme\tEUR\t600\t148\t1.234,50\t100\t5\n"
    )
    ((series, fact, sums),) = facts(of(text, "utf-16"))
    assert (series.grain, series.campaign_ref, series.ad_group_ref, series.timezone) == (
        "ad_group",
        "600",
        "148",
        "UTC",
    )
    assert (fact.day, sums["spend"]) == (date(2026, 11, 1), 1_234_500_000)


def test_tiktok_leaves_its_total_out() -> None:
    text = (
        "Campaign name,Ad group name,Ad name,By Day,Currency,Cost,Impressions,Clicks (destination),Conversions\n"
        "C,G,A,2026-11-01,USD,10.5,1000,20,2\nTotal of 1 results,-,-,-,USD,10.5,1000,20,2\n"
    )
    reading = of(text)
    ((series, _, sums),) = facts(reading)
    assert (series.platform, series.ad_ref, sums["clicks"]) == ("tiktok", "A", 20)
    assert reading.turned == ()


def test_naver_includes_vat_and_the_net_stands_beside_it() -> None:
    text = (
        "캠페인보고서(2026.11.01.~2026.11.07.),acme\n"
        '일별,캠페인유형,캠페인,광고그룹,키워드,노출수,클릭수,"총비용(VAT포함,원)",전환수,전환매출액(원)\n'
        '2026.11.01.,파워링크,검색,그룹,운동화,"1,000",10,"11,000",1,"50,000"\n'
        '2026.11.02.,파워링크,검색,그룹,-,"1,000",10,"1,100원",1,x\n'
    )
    reading = of(text, "cp949")
    ((series, _, sums),) = facts(reading)
    assert (series.grain, series.keyword_ref, series.vat_included, series.currency) == (
        "keyword",
        "운동화",
        True,
        "KRW",
    )
    assert (sums["spend"], sums["spend_net"]) == (11_000_000_000, 10_000_000_000)
    assert [(one.line, one.reason, one.value) for one in reading.turned] == [(4, "bad_number", "x")]


def test_kakao_moment() -> None:
    text = '광고계정,캠페인 이름,광고그룹 이름,소재 이름,일,비용,노출수,클릭수,구매 (7일),구매금액 (7일)\nA,C,G,S,2026-11-01,"10,000",500,3,1,"30,000"\n'
    ((series, _, sums),) = facts(of(text))
    assert (series.platform, series.account_ref, series.timezone) == ("kakao_moment", "A", "Asia/Seoul")
    assert (sums["conversions"], sums["conversions_value"]) == (1_000_000, 30_000_000_000)


def test_ga4_measures_sessions_and_is_truth_as_well() -> None:
    text = (
        "# ----------------------------------------\n# 트래픽 획득\n# 시작일: 20261101\n# ----------------------------------------\n\n"
        "날짜,세션 소스/매체,세션 캠페인,세션수,주요 이벤트,총수익\n20261101,google / cpc,(not set),100,5,50000\n,,총계,100,5,50000\n"
    )
    reading = of(text, wish=Wish(currency="KRW"))
    ((series, _, sums),) = facts(reading)
    assert (series.platform, series.ad_group_ref, sums["sessions"]) == ("ga4", "google / cpc", 100)
    assert "spend" not in sums
    (counted,) = reading.truth
    assert (counted.system, counted.source, counted.medium, counted.count) == (
        "ga4",
        "google",
        "cpc",
        5_000_000,
    )


def test_orders_are_summed_by_number_and_cancelled_ones_count_nothing() -> None:
    text = (
        "상품주문번호,주문번호,결제일,상품주문상태,최종 상품별 총 주문금액,유입경로\n1,100,2026-11-01 12:00,배송완료,15000,네이버쇼핑\n"
        "2,100,2026-11-01 12:00,배송완료,5000,네이버쇼핑\n3,101,2026-11-02,반품완료,7000,\n4,102,2026-11-02,취소완료,9000,\n5,,2026-11-02,배송중,1,\n"
    )
    reading = of(text, "cp949")
    assert [(one.ref, one.count, one.value, one.refunds) for one in reading.truth] == [
        ("100", 1_000_000, 20_000_000_000, 0),
        ("101", 1_000_000, 7_000_000_000, 7_000_000_000),
        ("102", 0, 0, 0),
    ]
    assert {one.system for one in reading.truth} == {"smartstore"}
    assert [(one.line, one.reason) for one in reading.turned] == [(6, "no_order")]


def test_cafe24_is_told_from_its_headers() -> None:
    text = '주문번호,품목별 주문번호,주문일시,총 실결제금액,주문 상태\n20261101-0000011,a,2026-11-01 10:00:00,"30,000",배송완료\n'
    (order,) = of(text).truth
    assert (order.system, order.currency, order.value) == ("cafe24", "KRW", 30_000_000_000)


def test_a_workbook_reads_as_its_csv_does() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["캠페인 보고서"])
    page.append(["일", "캠페인", "캠페인 ID", "통화 코드", "노출수", "비용"])
    page.append(
        [
            datetime(2026, 11, 1, tzinfo=UTC).replace(tzinfo=None),
            "여름",
            12345678901234567890,
            "KRW",
            1234,
            12345.5,
        ]
    )
    page.append(["합계: 계정", None, None, "KRW", 1234, 12345.5])
    out = io.BytesIO()
    book.save(out)
    ((series, fact, sums),) = facts(read([Handed("export.xlsx", out.getvalue())], Wish()))
    assert (series.platform, fact.day, sums["spend"]) == ("google_ads", date(2026, 11, 1), 12_345_500_000)


def test_columns_of_ones_own_are_mapped() -> None:
    wish = Wish("newspaper", "KRW", "", {"day": "when", "campaign_name": "paper", "spend": "won"})
    ((series, fact, sums),) = facts(of('when,paper,won\n1 Nov 2026,Daily,"1,000"\n', wish=wish))
    assert (series.platform, series.campaign_ref, fact.day) == ("newspaper", "Daily", date(2026, 11, 1))
    assert "vat_unknown" in series.flags
    assert sums["spend"] == 1_000_000_000
    with pytest.raises(UnknownColumn, match="'cost'"):
        of("when,won\n", wish=Wish("newspaper", columns={"day": "when", "spend": "cost"}))


def test_a_platform_goes_by_its_id_whatever_a_connector_calls_it() -> None:
    wish = Wish("", "USD", "", {"day": "day", "platform": "source", "spend": "spend"})
    found = facts(
        of("day,source,spend\n2026-11-01,facebook_ads,1\n2026-11-01,TikTok,2\n2026-11-01,Blog,3\n", wish=wish)
    )
    assert {series.platform for series, _, _ in found} == {"meta", "tiktok", "blog"}


def test_a_currency_that_is_none_turns_its_row_away() -> None:
    reading = of(
        "Day,Campaign,Campaign ID,Currency code,Impr.,Cost\n2026-11-01,B,1,dollars,1,2\n2026-11-01,B,1,krw,1,2\n"
    )
    assert [(one.line, one.reason, one.value) for one in reading.turned] == [(2, "bad_currency", "dollars")]
    assert [series.currency for series, _, _ in facts(reading)] == ["KRW"]


def test_days_before_months_where_a_column_says_so() -> None:
    reading = of("date,platform,spend\n13/11/2026,meta,1\n01/11/2026,meta,1\n")
    assert {fact.day for _, fact, _ in facts(reading)} == {date(2026, 11, 13), date(2026, 11, 1)}


def test_segments_of_one_day_are_summed_and_what_is_unknown_stays_so() -> None:
    reading = of(
        "Day,Campaign,Campaign ID,Currency code,Device,Impr.,Cost\n2026-11-01,B,1,USD,a,5,1\n2026-11-01,B,1,USD,b,--,2\n2026-11-02,B,1,USD,b,--,2\n"
    )
    (_, _, first), (_, _, second) = facts(reading)
    assert (first["impressions"], first["spend"]) == (5, 3_000_000)
    assert "impressions" not in second


def test_young_days_are_provisional() -> None:
    today = datetime.now(UTC).date().isoformat()
    reading = of(
        f"Day,Campaign,Campaign ID,Currency code,Impr.,Cost\n2020-01-01,B,1,USD,5,1\n{today},B,1,USD,5,1\n"
    )
    assert [fact.final for _, fact, _ in facts(reading)] == [True, False]


def test_what_is_no_table_of_numbers_says_what_it_is() -> None:
    with pytest.raises(UnknownTable, match="name, age"):
        of("name,age\na,5\n")
    with pytest.raises(UnreadableTable):
        read([Handed("export.xlsx", b"PK\x03\x04nothing")], Wish())
    with pytest.raises(UnknownPlatform, match="myspace"):
        of(GOOGLE, wish=Wish("myspace"))
    with pytest.raises(NothingToImport):
        read([Handed("picture.png", b"")], Wish())


def test_rates_of_pairs_and_of_a_bank() -> None:
    pairs = b"date,base,quote,rate\n2026-11-02,USD,KRW,1391.25\n2026-11-02,USD,USD,1\nx,USD,KRW,1\n"
    reading = read_rates([Handed("fx.csv", pairs)], Wish())
    assert [(one.base, one.quote, one.rate) for one in reading.rates] == [
        ("USD", "KRW", 1_391_250_000_000_000)
    ]
    assert [(one.line, one.reason) for one in reading.turned] == [(3, "bad_currency"), (4, "bad_date")]
    bank = "통화,기준일,매매기준율\nJPY(100),2026.11.02,945.50\n".encode("cp949")
    (yen,) = read_rates([Handed("fx.csv", bank)], Wish()).rates
    assert (yen.base, yen.quote, yen.rate) == ("JPY", "KRW", 9_455_000_000_000)
