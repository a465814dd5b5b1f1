from __future__ import annotations
import pytest
from tests.journeys.letters import Post
pytestmark = pytest.mark.browser

def test_smoke(unconvened, browsers, sink):
    post = Post(sink, unconvened.app)
    s = browsers()
    s.open("/sign-in")
    s.fill("E-mail address", "secretary@tnap.example")
    s.press("Sign in")
    s.sees("mail")
    got = post.arrived()
    link = got["secretary@tnap.example"].link(unconvened.address)
    s.open(link)
    s.press("Sign in")
    print(s.words, s.overflow(), s.path)
    assert s.trouble == []
    raise AssertionError
