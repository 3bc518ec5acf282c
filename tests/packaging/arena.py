"""A local arena where the connector under test can reach it: `sh` runs a command there and gives its output."""

import datetime
import json

from tools import Failed, wait_for

# Python and not curl: a Debian base has neither, and agents want Python anyway.
ASK = "import sys,urllib.request as u; sys.stdout.write(u.urlopen(sys.argv[1], timeout=10).read().decode())"


class Arena:
    def __init__(self, sh, first_line):
        self.sh = sh
        told = json.loads(first_line)
        self.url, self.agents = told["url"], told["agents"]

    @property
    def key(self):
        return self.agents[0]["key"]

    @property
    def token(self):
        return self.agents[0]["token"]

    def get(self, path):
        return json.loads(self.sh("python3", "-c", ASK, self.url + path))

    def assign(self, title, minutes=10):
        told = self.sh("arena-sandbox", "assign", "--url", self.url, "--title", title, "--time-limit-minutes", str(minutes))
        return json.loads(told)["entry_id"]

    def entry(self, entry):
        found = [one for one in self.get("/_arena/entries")["entries"] if one["entry_id"] == entry]
        if len(found) != 1:
            raise Failed(f"the arena knows {len(found)} entries {entry}")
        return found[0]

    def wait_for_ping(self, seconds=60):
        """When the first ping came, as seconds since the epoch."""
        last = wait_for("the first ping", lambda: self.get("/_arena/stats")["agents"][0]["last_ping"], seconds)
        return datetime.datetime.fromisoformat(last.replace("Z", "+00:00")).timestamp()

    def submissions(self, entry):
        """How many submissions were taken for it."""
        return self.get("/_arena/stats")["agents"][0]["submissions"].get(entry, 0)

    def wait_for_submission(self, entry, seconds=90):
        return wait_for(f"the submission of {entry[:8]}", lambda: self.submissions(entry), seconds)
