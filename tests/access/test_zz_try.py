from tests.access.world import World
def test_w(world: World) -> None:
    world.app.config["PROPAGATE_EXCEPTIONS"]=True
    b=world.browsers["primary_nl"]; b.app.config["TESTING"]=True
    print(b.get(f"/meetings/{world.keys['meeting convened']}").status_code)
