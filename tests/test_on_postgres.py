"""x."""
from __future__ import annotations
import pytest
from tests.running import World, application, web, Caller
import time
pytest_plugins = ("tests.worlds",)

@pytest.mark.postgres
def test_x(on_postgres: World) -> None:
    t=time.time()
    with web(on_postgres, workers=2) as w:
        print(time.time()-t)
        print(Caller(w.port).get("/sign-in").status)
