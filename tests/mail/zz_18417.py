import time, tempfile, os
from tests.running import *
from tests.mail.test_kill import *
if __name__=="__main__":
    tmp=Path(tempfile.mkdtemp())
    w=seed_now(World(tmp/"i"))
    t=time.time(); n=queue(w,1000); print("queue",time.time()-t,n)
    f=tmp/"arrived"; f.mkdir()
    with mail_server(f) as smtp:
        t=time.time(); kill_while_sending(w,smtp,f,20); print("20 kills",time.time()-t, len(arrived(f)))
        # start cost
        t=time.time(); b=len(list(f.iterdir()))
        with sender(w,smtp):
            wait_until(lambda: len(list(f.iterdir()))>b, every=.002); print("first mail after", time.time()-t)
            t=time.time(); b=len(list(f.iterdir()))
            wait_until(lambda: len(list(f.iterdir()))>b+200, every=.002); print("200 mails", time.time()-t)
    c=arrived(f); print(len(c), sum(map(len,c.values()))-len(c))
    shutil.rmtree(tmp)
