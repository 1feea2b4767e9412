"""What the tagger promises about messages as people really write them."""

import pytest

from dimensions import Finding, Kind, Polarity, Reading, Tagger

BLAME = "等了两个小时没人理我，房间还有烟味，前台态度也很差"
TRADITIONAL = "等了兩個小時沒人理我，房間還有煙味，前台態度也很差"
TAIWANESE = "等了兩個小時沒人理我，房間還有菸味，櫃檯態度也很差"


def words_of(reading: Reading, dimension: str, polarity: Polarity) -> str:
    found = [f for f in reading.of(polarity) if f.dimension == dimension]
    return "|".join(span.words for f in found for span in f.evidence)


def blamed(reading: Reading) -> set[str]:
    return {finding.dimension for finding in reading.of(Polarity.NEGATIVE)}


def praised(reading: Reading) -> set[str]:
    return {finding.dimension for finding in reading.of(Polarity.POSITIVE)}


def aspect_of(reading: Reading, dimension: str) -> str:
    found: list[Finding] = [f for f in reading.dimensions if f.dimension == dimension]
    return found[0].aspect


@pytest.mark.parametrize("text", [BLAME, TRADITIONAL, TAIWANESE])
def test_a_complaint_of_three_things_shows_all_three_in_either_script(
    tagger: Tagger, text: str
) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.COMPLAINT
    assert blamed(reading) == {"responsiveness", "tangibles", "assurance"}
    assert not praised(reading)
    assert reading.severity in {2, 3}
    assert not reading.doubtful
    assert not reading.safety


def test_a_manager_reads_whole_phrases_as_evidence(tagger: Tagger) -> None:
    reading = tagger.read(BLAME)
    assert "等了两个小时没人理" in words_of(reading, "responsiveness", Polarity.NEGATIVE)
    assert "烟味" in words_of(reading, "tangibles", Polarity.NEGATIVE)
    assert words_of(reading, "assurance", Polarity.NEGATIVE) == "前台态度也很差"


def test_evidence_is_shown_in_the_customers_own_script(tagger: Tagger) -> None:
    reading = tagger.read(TAIWANESE)
    assert "等了兩個小時沒人理" in words_of(reading, "responsiveness", Polarity.NEGATIVE)
    assert words_of(reading, "assurance", Polarity.NEGATIVE) == "櫃檯態度也很差"


def test_an_english_complaint_is_understood_too(tagger: Tagger) -> None:
    reading = tagger.read("Waited two hours, room smells of smoke, rude staff")
    assert blamed(reading) == {"responsiveness", "tangibles", "assurance"}
    assert words_of(reading, "responsiveness", Polarity.NEGATIVE) == "Waited two hours"


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("The aircon was dripping on my bed all night", {"tangibles"}),
        ("No hot water for two days", {"tangibles"}),
        ("wifi sucks", {"reliability"}),
        ("breakfast was cold and there were ants on the table", {"reliability", "assurance"}),
        ("The room was so noisy, couldn't sleep", {"tangibles"}),
        ("check-in was painfully slow", {"responsiveness"}),
        ("overpriced, would not recommend", {"price"}),
        ("could be better", {"other"}),
        ("间房有曱甴", {"tangibles"}),
        ("味儿老大了", {"tangibles"}),
        ("忒埋汰了", {"tangibles"}),
        ("房卡刷了三次都打不开", {"reliability"}),
        ("停车场太黑了", {"tangibles"}),
        ("洗发水是空的", {"tangibles"}),
        ("米饭跟沙子似的", {"reliability"}),
        ("谢谢你们让我一夜没睡", {"other"}),
    ],
)
def test_what_travellers_and_dialects_call_it_is_blamed_too(
    tagger: Tagger, text: str, dimensions: set[str]
) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.COMPLAINT
    assert dimensions <= {finding.dimension for finding in reading.of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    "text",
    [
        "lovely breakfast, friendly staff",
        "no bugs, clean towels",
        "前台小李帮我找回了手机，太感谢了",
    ],
)
def test_praise_of_what_others_blame_is_praise(tagger: Tagger, text: str) -> None:
    assert tagger.read(text).kind is Kind.PRAISE


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("空调坏了一整晚", "tangibles"),
        ("卫生间的地漏一直堵着，很臭", "tangibles"),
        ("隔壁半夜唱歌，吵得睡不着", "tangibles"),
        ("汤洒了一袋子", "tangibles"),
        ("床单上有血迹，脏死了", "tangibles"),
        ("少送了一份米饭", "reliability"),
        ("鱼已经不新鲜了", "reliability"),
        ("衣服洗一次就褪色", "reliability"),
        ("说好的送早餐怎么没有", "reliability"),
        ("我交了话费怎么还是停机", "reliability"),
        ("没给吸管", "reliability"),
        ("送餐超时四十分钟", "responsiveness"),
        ("客服电话一直打不通", "responsiveness"),
        ("打了三遍电话都没人来修", "responsiveness"),
        ("排队排了一个半小时", "responsiveness"),
        ("售后一拖再拖", "responsiveness"),
        ("服务员说话特别不耐烦", "assurance"),
        ("买到假货，太黑心", "assurance"),
        ("汤里有一只苍蝇", "assurance"),
        ("前台一问三不知", "assurance"),
        ("备注了不要辣还是放了辣", "empathy"),
        ("服务员爱理不理的", "empathy"),
        ("早到五分钟也不让退", "empathy"),
        ("地方太偏，不好打车", "empathy"),
        ("一碗面卖这么贵，不值", "price"),
        ("退房的时候又加收停车费", "price"),
    ],
)
def test_each_dimension_is_found_in_everyday_words(
    tagger: Tagger, text: str, dimension: str
) -> None:
    reading = tagger.read(text)
    assert dimension in blamed(reading)
    assert reading.kind in {Kind.COMPLAINT, Kind.OBJECTION}
    assert 1 <= reading.severity <= 3


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("前台小陈特别热心", "assurance"),
        ("房间又大又干净", "tangibles"),
        ("骑手送得很快", "responsiveness"),
        ("牛肉面好吃", "reliability"),
        ("主动帮我们免费升级了房型，很贴心", "empathy"),
        ("价格实惠", "price"),
    ],
)
def test_praise_is_found_with_what_it_is_for(tagger: Tagger, text: str, dimension: str) -> None:
    reading = tagger.read(text)
    assert dimension in praised(reading)
    assert not blamed(reading)
    assert reading.kind is Kind.PRAISE
    assert reading.severity == 0


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("房间很干净，就是等了两个小时", "tangibles", "responsiveness"),
        ("味道不错，但是服务员态度恶劣", "reliability", "assurance"),
        ("送得很快，可惜汤都洒了", "responsiveness", "tangibles"),
        ("店員很親切，不過價格偏貴", "assurance", "price"),
    ],
)
def test_praise_and_blame_in_one_message_are_kept_apart(
    tagger: Tagger, text: str, good: str, bad: str
) -> None:
    reading = tagger.read(text)
    assert good in praised(reading)
    assert bad in blamed(reading)
    assert good not in blamed(reading)
    assert bad not in praised(reading)
    assert reading.kind is Kind.COMPLAINT
    assert not reading.doubtful


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("菜不是很好吃", "reliability"),
        ("房间一点也不干净", "tangibles"),
        ("服务员不太热情", "empathy"),
        ("床睡着不舒服", "tangibles"),
        ("早餐没有隔壁那家好吃", "reliability"),
        ("这个价钱真的不划算", "price"),
    ],
)
def test_negated_praise_is_blame(tagger: Tagger, text: str, dimension: str) -> None:
    reading = tagger.read(text)
    assert dimension in blamed(reading)
    assert dimension not in praised(reading)


@pytest.mark.parametrize(
    "text",
    ["房间没有异味", "价格不贵", "服务员态度不差", "一点也不吵", "房间没有那么小", "不能说不好吃"],
)
def test_negated_blame_is_no_complaint(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert not blamed(reading)
    assert reading.severity == 0


def test_wuyu_is_a_sigh_and_turns_nothing_around(tagger: Tagger) -> None:
    reading = tagger.read("无语，态度太差了")
    assert "assurance" in blamed(reading)
    assert not praised(reading)


def test_a_degree_word_makes_a_remark_mild(tagger: Tagger) -> None:
    mild, plain = tagger.read("房间稍微有点小"), tagger.read("房间太小了")
    assert mild.severity < plain.severity
    assert mild.dimensions[0].score < plain.dimensions[0].score


def test_hao_before_a_fault_says_how_bad_it_is(tagger: Tagger) -> None:
    reading = tagger.read("上菜好慢")
    assert blamed(reading) == {"responsiveness"}
    assert not praised(reading)


def test_things_in_a_list_are_all_blamed(tagger: Tagger) -> None:
    reading = tagger.read("设施、服务和早餐都很差")
    assert blamed(reading) == {"tangibles", "assurance", "reliability"}


@pytest.mark.parametrize(
    "text", ["如果房间有烟味可以换吗", "要是着火了往哪里跑", "万一早餐不好吃能退吗"]
)
def test_what_might_be_is_asked_and_not_complained_of(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.QUESTION
    assert reading.severity == 0
    assert not reading.safety


@pytest.mark.parametrize(
    "text", ["希望早餐品种再多一点", "建议大堂增加充电插座", "要是能送上楼就好了"]
)
def test_a_wish_is_a_suggestion_and_mild(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.SUGGESTION
    assert reading.severity == 1


def test_disputing_a_charge_is_an_objection(tagger: Tagger) -> None:
    reading = tagger.read("这笔费用我没有消费过，为什么扣我50块")
    assert reading.kind is Kind.OBJECTION
    assert "reliability" in blamed(reading)


@pytest.mark.parametrize(
    "text", ["请问几点退房", "能开发票吗", "帮我查一下话费", "早餐在几樓？", "可以寄存行李吗？"]
)
def test_asking_is_a_question(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.QUESTION
    assert not blamed(reading)


@pytest.mark.parametrize("text", ["在吗", "你好", "有人嗎？", "您好，在吗", "hello"])
def test_a_greeting_is_known_as_one(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.greeting
    assert reading.kind is Kind.OTHER
    assert not reading.doubtful


def test_thanking_somebody_by_name_is_praise_for_them(tagger: Tagger) -> None:
    reading = tagger.read("谢谢前台小陈，帮了大忙")
    assert reading.kind is Kind.PRAISE
    assert not blamed(reading)


@pytest.mark.parametrize(
    "text", ["真棒，等了俩小时", "你们可真行，少送两份还不接电话", "呵呵，等了三个小时，服务真好"]
)
def test_irony_is_handed_to_a_person_and_counts_no_praise(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.doubtful
    assert reading.kind is Kind.COMPLAINT
    assert "responsiveness" in blamed(reading)


@pytest.mark.parametrize("text", ["无语", "差评", "😡", "👍", "退了"])
def test_a_message_of_two_words_is_doubtful(tagger: Tagger, text: str) -> None:
    assert tagger.read(text).doubtful


@pytest.mark.parametrize("text", ["", " ", "　\n\t", "。。。", "……", "\u200b", "\x00"])
def test_a_message_without_words_says_nothing(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.OTHER
    assert reading.severity == 0
    assert reading.dimensions == ()
    assert reading.text == text


def test_width_case_and_line_breaks_do_not_matter(tagger: Tagger) -> None:
    reading = tagger.read("ＷＩＦＩ连不上\n房 间有烟味！！")
    assert blamed(reading) >= {"reliability", "tangibles"}


def test_the_strongest_words_name_the_aspect(tagger: Tagger) -> None:
    assert aspect_of(tagger.read("房间有霉味"), "tangibles") == "smell"
    assert aspect_of(tagger.read("等了一个钟头"), "responsiveness") == "wait"


def test_money_lost_and_anger_are_more_serious_than_a_remark(tagger: Tagger) -> None:
    angry = tagger.read("骗子！押金不退还骂人，我要投诉到12315，再也不来了")
    remark = tagger.read("早餐有点咸")
    assert angry.severity == 3
    assert remark.severity == 1


def test_the_contract_of_huiyin_tag_is_kept(tagger: Tagger) -> None:
    row = tagger.read("房间有烟味").as_json()
    assert list(row) == ["text", "kind", "severity", "dimensions"]
    assert row["kind"] == "complaint"
    (finding,) = row["dimensions"]
    assert list(finding) == ["dimension", "aspect", "polarity", "score", "evidence"]
    assert finding["evidence"] == [[0, 5, "房间有烟味"]]
    assert 0 < finding["score"] <= 1


@pytest.mark.parametrize("text", ["鱼特别鲜，小周还帮我们挑了刺", "小王很热情", "多亏小陈帮忙"])
def test_a_colleague_by_surname_is_nothing_small(tagger: Tagger, text: str) -> None:
    assert not tagger.read(text).of(Polarity.NEGATIVE)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("最失望的莫过于这个房间", "room"),
        ("做得最差的就是前台", "attitude"),
        ("令人失望的还有羊肉炉", "taste"),
    ],
)
def test_what_is_named_last_is_what_is_blamed(tagger: Tagger, text: str, aspect: str) -> None:
    assert aspect in {finding.aspect for finding in tagger.read(text).of(Polarity.NEGATIVE)}


def test_a_time_that_was_broken_is_late_and_no_wish(tagger: Tagger) -> None:
    late = tagger.read("预约11:30送到，结果12:40才送来").of(Polarity.NEGATIVE)
    assert {finding.dimension for finding in late} == {"reliability", "responsiveness"}


def test_when_one_ordered_is_no_dish_that_was_mistaken(tagger: Tagger) -> None:
    late = tagger.read("11点20订的，快1点50才送来，真是够了").of(Polarity.NEGATIVE)
    assert {finding.dimension for finding in late} == {"responsiveness"}
