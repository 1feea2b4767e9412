"""Words of danger are never missed, and talk about danger raises no alarm."""

import pytest

from dimensions import Kind, Polarity, Tagger


@pytest.mark.parametrize(
    ("text", "hazard", "words"),
    [
        ("房间里有煤气味", "gas", "煤气味"),
        ("走廊闻到瓦斯味道，好害怕", "gas", "瓦斯味道"),
        ("屋里一氧化碳报警了", "gas", "一氧化碳"),
        ("三楼着火了", "fire", "着火"),
        ("床头的插座烧着了", "fire", "插座烧着"),
        ("热水壶冒烟了", "fire", "热水壶冒烟"),
        ("热水器漏电", "electric", "漏电"),
        ("地上有水，我妈摔伤了", "injury", "摔伤"),
        ("孩子被烫傷，已經送醫院", "injury", "烫伤"),
        ("我们被困在电梯里", "injury", "困在电梯"),
        ("吃完你们家的海鲜全家食物中毒", "poisoning", "食物中毒"),
        ("吃了外卖上吐下泻", "poisoning", "上吐下泻"),
        ("吃坏肚子了", "poisoning", "吃坏肚子"),
        ("用了面霜脸都肿了", "allergy", "脸都肿了"),
        ("没告诉我有花生，现在过敏了", "allergy", "过敏了"),
        ("我的个人信息被泄露了", "privacy", "信息被泄露"),
        ("房间里发现针孔摄像头", "privacy", "针孔摄像头"),
        ("放在房间的钱包被偷了", "theft", "被偷了"),
        ("昨晚有人入室，我们很害怕", "theft", "入室"),
        ("在大堂包被抢了", "theft", "被抢了"),
        ("老人在浴室里晕倒了", "injury", "晕倒"),
        ("保安动手打我", "violence", "动手打"),
        ("孩子滑倒摔破了头", "injury", "摔破了头"),
        ("杯口有个缺口，嘴唇划了一道口子", "injury", "嘴唇划了一道口子"),
        ("睡了一晚被咬了十几个包", "injury", "咬了十几个包"),
        ("吃完闹肚子", "poisoning", "闹肚子"),
        ("汤里吃到一段铁丝", "danger", "吃到一段铁丝"),
        ("我对花生过敏，说了还给我放", "allergy", "过敏，说了还给我放"),
        ("備註了對海鮮過敏，湯裡還是有蝦", "allergy", "備註了對海鮮過敏，湯裡還是有"),
        ("食咗你哋個早餐之後肚痛", "poisoning", "食咗你哋個早餐之後肚痛"),
        ("有人半夜拧我门把手", "violence", "有人半夜拧我门"),
        ("发现房间里有摄像头", "privacy", "房间里有摄像头"),
        ("阳台护栏松了", "danger", "护栏松"),
        ("栏杆晃，孩子差点掉下去", "danger", "栏杆晃"),
        ("我爸在浴室滑倒，腰站不起来", "danger", "腰站不起来"),
        ("there is a gas leak in my room", "english", "gas leak"),
    ],
)
def test_danger_is_an_emergency_with_the_words_that_say_so(
    tagger: Tagger, text: str, hazard: str, words: str
) -> None:
    reading = tagger.read(text)
    assert reading.kind is Kind.EMERGENCY
    assert reading.severity == 4
    assert hazard in {danger.hazard for danger in reading.safety}
    simplified = text.translate(str.maketrans("傷經醫", "伤经医"))
    assert any(words in simplified[d.span.start : d.span.end] for d in reading.safety)
    assert any(finding.dimension == "assurance" for finding in reading.dimensions)
    assert not reading.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "房间没有煤气味",
        "还好没有受伤",
        "如果着火了怎么办",
        "我对花生过敏，请不要放",
        "万一被偷了谁负责",
        "热情如火的服务",
        "这里的火锅很火",
        "打我电话就行",
        "打我微信吧",
        "皮肤过敏的人可以用吗",
        "祝老板身体健康",
        "再不退款我就报警",
        "麻烦打120号房间的电话",
        "下雪天吃着火锅，别提多舒服",
        "招牌面包一出炉就被抢购一空，好不容易买到",
        "这价格，晕倒！",
        "拖着行李拉了一天的箱子，累",
        "手抓饼里夹了手撕鸡",
        "还好没有摔破头",
        "头发剪得像狗咬的",
        "我对花生过敏",
        "我对芒果过敏，你们很细心地换掉了",
        "走廊有监控，很安心",
        "护栏很高，带孩子放心",
        "站了一天，累得站不起来",
    ],
)
def test_talk_about_danger_is_no_emergency(tagger: Tagger, text: str) -> None:
    reading = tagger.read(text)
    assert reading.kind is not Kind.EMERGENCY
    assert reading.safety == ()
    assert reading.severity < 4


def test_what_was_given_in_spite_of_an_allergy_praises_nobody(tagger: Tagger) -> None:
    reading = tagger.read("我对花生过敏，说了还给我放")
    assert reading.of(Polarity.POSITIVE) == ()
