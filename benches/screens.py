#!/usr/bin/env python3
"""How fast is the search page of the screens? Anyone can run it:

    benches/screens.py                # needs Rust; makes an organisation of a million people, which takes its time
    benches/screens.py --users 100000 --rounds 50

The page and the API's own search for the same words take turns on one server, each with 25 people on a page. Read the
ratios; absolute figures belong to the machine. Exit 1 where a ratio is above the limit.
"""

import argparse
import http.client
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIMIT = 2.0
# Everybody; many; few; a name and its surname; an address; nobody.
WORDS = ["", "an", "val", "valentina rodriguez", "valentina.r@test.com", "xyzzy"]
# The filters of the screens, which the API has not: compared with its search for the same words.
FILTERS = ["status=inactive", "permission=admin", "group=3", "permission=admin&group=3&status=inactive"]


class Server:
    def __init__(self, served):
        self.host = urllib.parse.urlsplit(served["url"]).netloc
        self.connection = http.client.HTTPConnection(self.host)
        self.key = {"x-api-key": served["api_key"]}
        form = urllib.parse.urlencode({"email": served["email"], "password": served["password"]})
        kind = {"origin": f"http://{self.host}", "content-type": "application/x-www-form-urlencoded"}
        answer = self.ask("POST", "/sign-in", kind, form, 303)
        self.cookie = {"cookie": answer.headers["set-cookie"].split(";")[0]}

    def ask(self, method, path, headers, body=None, status=200):
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.text = answer.read().decode()
        if answer.status != status:
            sys.exit(f"{method} {path}: {answer.status} {answer.text[:200]}")
        return answer

    def page(self, words, filters=""):
        query = urllib.parse.urlencode({"search": words})
        return self.ask("GET", f"/settings/users?{query}&{filters}", self.cookie).text

    def search(self, words):
        query = urllib.parse.urlencode({"search": words, "page": 1, "limit": 25})
        return self.ask("GET", f"/user/users?{query}", self.key).text


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compared(server, words, filters, rounds):
    """Medians of the page and of the API, in milliseconds, and their ratio."""
    if not filters:
        found = [one["id"] for one in json.loads(server.search(words))["data"]]
        shown = [int(one) for one in re.findall(r'href="/settings/users/(\d+)"', server.page(words))]
        assert found == shown, f"{words}: the page shows {shown}, the API finds {found}"
    pairs = []
    for turn in range(rounds + 2):
        page = lambda: seconds(lambda: server.page(words, filters))
        api = lambda: seconds(lambda: server.search(words))
        # Who goes first changes, so that neither always finds the database warm.
        pair = (page(), api()) if turn % 2 else (api(), page())[::-1]
        pairs.append(pair)
    page, api = (statistics.median(one) * 1000 for one in zip(*pairs[2:]))
    return page, api, page / api


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--program", type=pathlib.Path, help="a release build; made where none is given")
    wish = parser.parse_args()
    program = wish.program
    if program is None:
        subprocess.run(["cargo", "build", "--release"], cwd=ROOT, check=True)
        program = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "mfa-admin"
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "MFA_ADMIN_STATE_DIR": f"{home}/org", "MFA_ADMIN_CONFIG_DIR": f"{home}/config"}
        command = [program, "emulator", "serve", "--users", str(wish.users), "-o", "json"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            server = Server(json.loads(process.stdout.readline()))
            worst = 0
            print(f"{'words':<24} {'filters':<42} {'page ms':>8} {'API ms':>8} {'ratio':>6}")
            for words, filters in [(words, "") for words in WORDS] + [("", one) for one in FILTERS]:
                page, api, ratio = compared(server, words, filters, wish.rounds)
                # The API knows no filters: that line is for the eye.
                worst = worst if filters else max(worst, ratio)
                print(f"{words or '(everybody)':<24} {filters:<42} {page:8.1f} {api:8.1f} {ratio:6.2f}", flush=True)
        finally:
            process.terminate()
            process.wait()
    print(f"the same words: at most {worst:.2f} times, limit {LIMIT}")
    return worst > LIMIT


if __name__ == "__main__":
    sys.exit(main())
