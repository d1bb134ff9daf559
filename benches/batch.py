#!/usr/bin/env python3
"""How fast is a batch, and how much memory does it take? Anyone can run it:

    benches/batch.py                  # needs Rust, wrk and curl; python3-httpx is compared with where it is there
    benches/batch.py --rounds 5 --rows 100000 --memory 1000000

Everything runs side by side against the embedded organisation. The programs take turns, so that a busy moment slows all
of them. Read the ratios; absolute figures belong to the machine. Rates are read from what the server received, from
the first reset to the last: people a second, and requests a second, for each person is read before the reset.
"""

import argparse
import csv
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import typing
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESET = "/user/users/mfa/reset"
CONNECTIONS = 16

# The settings of the built-in profile `demo`.
PROFILE = """
[profiles.bench]
provider = "resolver"
url = "{url}"
org_id = "{org_id}"
environment = "sandbox"
paging = "page_limit"
concurrency = {connections}
"""

# The same request as that of the program, and people who are enrolled: the server does the same work.
WRK = """
local ids = {}
for id in io.lines(os.getenv("IDS")) do ids[#ids + 1] = id end
local sent = 0
function request()
  sent = sent + 1
  return wrk.format("PUT", "/user/users/mfa/reset", nil, '{"ids":[' .. ids[(sent - 1) % #ids + 1] .. ']}')
end
"""

HTTPX = """
import asyncio, os, sys, httpx
async def main():
    ids = [line.strip() for line in open(os.environ["IDS"])][: int(sys.argv[1])]
    limits = httpx.Limits(max_connections=16)
    async with httpx.AsyncClient(base_url=os.environ["URL"], headers={"x-api-key": os.environ["KEY"]},
                                 limits=limits, timeout=None) as client:
        queue = iter(ids)
        async def work():
            for person in queue:
                (await client.put("/user/users/mfa/reset", json={"ids": [int(person)]})).raise_for_status()
        await asyncio.gather(*(work() for _ in range(16)))
asyncio.run(main())
"""


class Received(typing.NamedTuple):
    """What a service received."""
    everything: int
    people: int
    requests: int
    seconds: float


class Org:
    """An organisation in its first state, served for one run."""

    def __init__(self, program, home, people):
        self.program, self.home, self.people = program, home, people

    def __enter__(self):
        self.environment = {**os.environ, "MFA_ADMIN_STATE_DIR": str(self.home / "org"),
                            "MFA_ADMIN_CONFIG_DIR": str(self.home / "config")}
        for name in [name for name in self.environment if name.startswith("MFA_ADMIN_") and "DIR" not in name]:
            del self.environment[name]
        subprocess.run([self.program, "emulator", "seed", "--users", str(self.people), "--quiet"],
                       env=self.environment, check=True)
        self.server = subprocess.Popen(
            [self.program, "emulator", "serve", "--users", str(self.people), "--control", "-o", "json"],
            env=self.environment, stdout=subprocess.PIPE, text=True)
        served = json.loads(self.server.stdout.readline())
        self.url, self.key = served["url"], served["api_key"]
        # Every run has a state folder of its own.
        self.state = tempfile.mkdtemp(dir=self.home)
        config = self.home / "config"
        config.mkdir(mode=0o700, exist_ok=True)
        (config / "config.toml").touch(mode=0o600)
        (config / "config.toml").write_text(PROFILE.format(**served, connections=CONNECTIONS))
        self.environment |= {
            "MFA_ADMIN_STATE_DIR": self.state, "MFA_ADMIN_PROFILE": "bench", "MFA_ADMIN_API_KEY": self.key,
            "IDS": str(self.home / f"ids-{self.people}"), "URL": self.url, "KEY": self.key}
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.wait()
        shutil.rmtree(self.state)

    def enrolled(self, rows):
        """Writes the ids of so many enrolled people, and the same as a CSV."""
        found = subprocess.run([self.program, "users", "search", "--enrolled", "--limit", "0", "-o", "csv"],
                               env=self.environment, stdout=subprocess.PIPE, text=True, check=True).stdout
        ids = [row["user_id"] for row in csv.DictReader(found.splitlines()) if row["admin"] == "false"]
        (self.home / f"ids-{self.people}").write_text("\n".join(ids) + "\n")
        path = self.home / f"people-{rows}.csv"
        path.write_text("user_id\n" + "\n".join(ids[:rows]) + "\n")
        return path, len(ids)

    def received(self):
        """What the server received: all requests; people, requests and seconds from the first reset to the last."""
        with urllib.request.urlopen(f"{self.url}/_emulator/requests") as answer:
            requests = json.load(answer)
        resets = [number for number, request in enumerate(requests) if request["path"] == RESET]
        between = requests[resets[0]:resets[-1] + 1]
        moment = lambda request: time.mktime(time.strptime(request["at"][:19], "%Y-%m-%dT%H:%M:%S")) \
            + float(request["at"][19:23])
        return Received(len(requests), sum(len(requests[number]["ids"]) for number in resets), len(between),
                        max(moment(between[-1]) - moment(between[0]), 0.001))


def measured(command, environment):
    """Runs a command. Returns the seconds it took and its peak memory in MB, where /proc has it."""
    start = time.monotonic()
    peak = 0
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        # The memory that wait4 reports of a child includes that of this program before the child began.
        while child.poll() is None:
            peak = max(peak, peak_of(child.pid))
            time.sleep(0.005)
        took = time.monotonic() - start
        if child.returncode != 0:
            said.seek(0)
            sys.exit(f"{' '.join(map(str, command))}\nended with {child.returncode}:\n{said.read().decode()}")
    return took, peak / 1024


def peak_of(pid):
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


class Speed(typing.NamedTuple):
    """The speed of a run: resets a second, from the first to the last and from start to exit; and the peak memory in MB."""
    people: float
    requests: float
    people_in_all: float = 0
    requests_in_all: float = 0
    memory: float = 0


def batch(org, path, rows, *flags):
    """One batch: resets a second from the first to the last, rows a second from start to exit, peak memory."""
    took, memory = measured([org.program, "mfa", "reset", "--csv", path, "--yes", "-o", "csv",
                             "--concurrency", str(CONNECTIONS), *flags], org.environment)
    came = org.received()
    assert came.people == rows, f"{came.people} people were reset, not {rows}"
    return Speed(came.people / came.seconds, came.requests / came.seconds, rows / took, came.everything / took, memory)


def wrk(org, home, available):
    script = home / "reset.lua"
    script.write_text(WRK)
    measured(["wrk", "-t1", f"-c{CONNECTIONS}", "-d1s", "-s", script, "-H", f"x-api-key: {org.key}",
              "-H", "content-type: application/json", org.url], org.environment)
    came = org.received()
    if came.people > available:
        print(f"wrk came round: {came.people} requests for {available} people; give more --rows", file=sys.stderr)
    return speed_of(came)


def speed_of(came):
    return Speed(came.people / came.seconds, came.requests / came.seconds)


def curl(org, rows):
    command = (f"head -n {rows} \"$IDS\" | xargs -P {CONNECTIONS} -n 1 -I ID curl -sf -o /dev/null -X PUT "
               f"-H \"x-api-key: $KEY\" -H 'content-type: application/json' -d '{{\"ids\":[ID]}}' \"$URL{RESET}\"")
    measured(["sh", "-c", command], org.environment)
    return speed_of(org.received())


def httpx(org, rows):
    measured([sys.executable, "-c", HTTPX, str(rows)], org.environment)
    return speed_of(org.received())


def has_httpx():
    return subprocess.run([sys.executable, "-c", "import httpx"], stderr=subprocess.DEVNULL).returncode == 0


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--memory", type=int, default=1_000_000, help="the largest file; 0 leaves this out")
    asked = arguments.parse_args()
    for needed in ["wrk", "curl"]:
        if not shutil.which(needed):
            sys.exit(f"{needed} is missing: on Debian, apt-get install {needed}")
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    program = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "mfa-admin"
    home = pathlib.Path(tempfile.mkdtemp())
    try:
        speed(program, home, asked)
        memory(program, home, asked)
    finally:
        shutil.rmtree(home)


def speed(program, home, asked):
    people = 2 * asked.rows
    with Org(program, home, people) as org:
        path, available = org.enrolled(asked.rows)
    runs = {
        "wrk": lambda org: wrk(org, home, available),
        "one id": lambda org: batch(org, path, asked.rows, "--no-verify"),
        "read back": lambda org: batch(org, path, asked.rows),
        "500 ids": lambda org: batch(org, path, asked.rows, "--no-verify", "--ids-per-request", "500"),
        "curl": lambda org: curl(org, 2000),
    }
    if has_httpx():
        runs["httpx"] = lambda org: httpx(org, 5000)
    figures = {name: [] for name in runs}
    for _ in range(asked.rounds):
        for name, run in runs.items():
            with Org(program, home, people) as org:
                figures[name].append(run(org))
    median = {name: Speed(*map(statistics.median, zip(*found))) for name, found in figures.items()}
    limit, ours = median["wrk"].requests, median["one id"]
    print(f"{asked.rows} rows, {CONNECTIONS} requests in flight, state durable; medians of {asked.rounds}; "
          f"{os.cpu_count()} cores")
    row = lambda what, people, requests, ratio: print(
        f"  {what:40} {people:8.0f} people/s {requests:8.0f} requests/s   {ratio}")
    of_wrk = lambda requests: f"{requests / limit:.2f} of wrk's requests"
    row("wrk, the same reset", median["wrk"].people, limit, "1.00: the limit")
    row("one id a request, first reset to last", ours.people, ours.requests, of_wrk(ours.requests))
    row("  the whole run, looking up included", ours.people_in_all, ours.requests_in_all, of_wrk(ours.requests_in_all))
    back = median["read back"]
    row("the same, read back", back.people, back.requests, of_wrk(back.requests))
    many = median["500 ids"]
    row("500 ids a request", many.people, many.requests, f"{many.people / ours.people:.1f} times the people of one id a request")
    times = lambda other: f"ours is {ours.people / other.people:.0f} times as fast"
    row("xargs -P 16 -n 1 curl (2,000 rows)", median["curl"].people, median["curl"].requests, times(median["curl"]))
    if "httpx" in median:
        row("Python httpx, 16 at once (5,000 rows)", median["httpx"].people, median["httpx"].requests, times(median["httpx"]))


def memory(program, home, asked):
    sizes = [size for size in (10_000, 100_000, 1_000_000) if size <= asked.memory]
    if not sizes:
        return
    print("peak memory of a batch, read back off")
    for size in sizes:
        with Org(program, home, 2 * size) as org:
            path, _ = org.enrolled(size)
        with Org(program, home, 2 * size) as org:
            print(f"  {size:>9} rows   {batch(org, path, size, '--no-verify').memory:6.1f} MB")


if __name__ == "__main__":
    main()
