"""Many services in one call: the wrong one is refused by itself, the same call again is safe."""

from typing import Any

from storage.tables import invitations, services
from tests.http.test_intake import AUTH, FINISHED, House, house

__all__ = ["house"]


def service(number: int, **changes: Any) -> dict[str, Any]:
    return {**FINISHED, "id": f"order-{number}", **changes}


async def post(house: House, body: Any, headers: dict[str, str] = AUTH) -> Any:
    return await house.client.post("/services/batch", json=body, headers=headers)


async def test_each_service_is_taken_or_refused_by_itself(house: House) -> None:
    answer = await post(
        house,
        [
            service(1),
            service(2, finished_at="2026-11-20T12:00:00"),
            service(3, place="东湖店"),
            service(4),
            service(5, status="done"),
        ],
    )
    assert answer.status_code == 200
    told = answer.json()
    assert (told["taken"], told["refused"]) == (2, 3)
    assert [r.get("problem", {}).get("field") for r in told["results"]] == [
        None,
        "finished_at",
        "place",
        None,
        "status",
    ]
    assert told["results"][0]["service"]["link"] != told["results"][3]["service"]["link"]
    assert await house.shop.count(services) == 2


async def test_the_same_batch_again_gets_the_same_answer(house: House) -> None:
    body = [service(n) for n in range(3)]
    first = (await post(house, body)).json()
    assert (await post(house, body)).json() == first
    assert await house.shop.count(invitations) == 3


async def test_a_batch_wants_the_key_and_a_list(house: House) -> None:
    assert (await post(house, [service(1)], {})).status_code == 401
    for body in ({"id": "1"}, [], ["1"], [service(n) for n in range(501)]):
        refused = await post(house, body)
        assert refused.status_code == 422
        assert refused.json()["message"]
    assert await house.shop.count(services) == 0


async def test_a_customer_is_one_however_the_telephone_is_spelt(house: House) -> None:
    spelt = ("13800000000", "+86 138-0000-0000", "0086 13800000000")
    body = [service(n, customer={"id": phone}) for n, phone in enumerate(spelt)]
    assert (await post(house, body)).json()["taken"] == 3
    async with house.shop.work() as work:
        assert await work.surveys.person_of_ref("+8613800000000") is not None
        assert await work.surveys.person_of_ref("13800000000") is None
