"""Seeds a fresh server: `seed.py URL PEOPLE`. What comes out is the table at the top of `privacyidea`."""

import base64
import hashlib
import sqlite3
import sys
import time

import requests

URL, PEOPLE = sys.argv[1:]
STARTED = time.monotonic()

GIVEN = "Anna Ben Chloe David Emma Finn Grace Henry Ines Jack Karin Leo Mia Noah Olga Paul Quinn Rosa Sven Tina".split()
SURNAMES = "Adler Baker Costa Dietz Evans Fuchs Garcia Huber Ivanov Jensen Keller Lopez Müller Novak Petit".split()

# Each of these can mislead code that looks up a person: `*` is the server's wildcard, `_` and `%` are those of the database
# behind it, `@` and `\` may part a name from a realm, case may or may not matter, and a URL has signs of its own.
ODD = [
    "star*", "starling", "under_score", "underXscore", "per%cent", "perXcent", "ques?ion", "quesXion", "Case", "case",
    "at@acme", "back\\slash", "a/b", "amp&eq=", "plus+", "hash#", "semi;", "comma,", "(paren)", "with space", "o'brien",
    'quo"te', "ünal",
]

MAY_HELP = [
    "userlist", "tokenlist", "delete", "reset", "disable", "enable", "unassign", "revoke", "resync", "setpin",
    "enrollTOTP", "enrollHOTP", "auditlog",
]


def username(number):
    return f"user{number:04d}"


def serial(kind, org, number):
    return f"{kind}-{org}-{number:04d}"


def key(name):
    """Whoever knows the serial can make its codes."""
    return hashlib.sha1(name.encode()).hexdigest()


def hashed(password):
    salt = b"0123456789abcdef"
    digest = hashlib.sha256(password.encode() + salt).digest()
    return "{SSHA256}" + base64.b64encode(digest + salt).decode()


def person(org, number):
    given, surname = GIVEN[(number + len(org)) % 20], SURNAMES[number // 20 % 15]
    email = f"{username(number)}@{org}.example"
    if org == "acme" and number in (337, 338):
        email = "twins@acme.example"
    if org == "acme" and number == 339:
        given, surname, email = "Jörg-Ümit", "O'Brien-Müßig", "jörg.o'brien@acme.example"
    if org == "acme" and number == 342:
        given, surname, email = None, None, None
    return username(number), given, surname, email


def people():
    """One table, out of which each realm sees its rows. `id` is unique within a realm only, as in real user stores."""
    realms = {
        "acme": [person("acme", number) for number in range(400)],
        "globex": [person("globex", number) for number in range(350, 750)],
        "odd": [(name, "Odd", f"Number{place}", f"odd{place}@odd.example") for place, name in enumerate(ODD)],
        "super": [(name, name.title(), "Admin", f"{name}@super.example") for name in ("boss", "brief")],
    }
    password = hashed("user-pw")
    with sqlite3.connect(PEOPLE) as store:
        store.execute("create table people (org, id, username, givenname, surname, email, password)")
        for org, rows in realms.items():
            for place, row in enumerate(rows):
                store.execute("insert into people values (?, ?, ?, ?, ?, ?, ?)", (org, 1000 + place, *row, password))
    return list(realms)


class Server:
    def __init__(self):
        self.session = requests.Session()
        signed_in = self.post("/auth", username="admin", password="admin-pw")
        self.rights = signed_in["rights"]
        self.session.headers["Authorization"] = signed_in["token"]

    def get(self, path):
        return self.answer(path, self.session.get(URL + path))

    def post(self, path, **body):
        return self.answer(path, self.session.post(URL + path, json=body))

    def answer(self, path, response):
        if response.status_code != 200:
            sys.exit(f"{path}: {response.status_code} {response.text[:500]}")
        return response.json()["result"]["value"]

    def realm(self, org):
        self.post(
            f"/resolver/store_{org}",
            type="sqlresolver",
            Driver="sqlite",
            # Without a server and with an absolute path the resolver builds `sqlite:////path`.
            Server="",
            Database=PEOPLE,
            Table="people",
            Where=f"org == {org}",
            Map='{"userid": "id", "username": "username", "givenname": "givenname", "surname": "surname", '
            '"email": "email", "password": "password"}',
            Limit="50000",
            Editable=False,
        )
        self.post(f"/realm/{org}", resolvers=f"store_{org}")

    def policy(self, name, **body):
        # 3.10 wants the realm also where there is none.
        self.post(f"/policy/{name}", **{"realm": "", "active": True, **body})

    def load(self, org, kind, numbers):
        """Bulk import: a fraction of what one enrolment after the other takes."""
        lines = ["# version: 2"]
        for number in numbers:
            name = serial(kind, org, number)
            step = "30" if kind == "TOTP" else "0"
            lines.append(f"{username(number)},store_{org},{org},{name},{key(name)},{kind.lower()},6,{step}")
        file = {"file": ("seed.csv", "\n".join(lines))}
        path = "/token/load/seed.csv"
        loaded = self.answer(path, self.session.post(URL + path, data={"type": "oathcsv"}, files=file))
        if loaded["n_imported"] != len(numbers):
            sys.exit(f"{path}: {loaded}")

    def enrol(self, org, kind, number, **body):
        owner = {"user": username(number), "realm": org}
        self.post("/token/init", type=kind.lower(), serial=serial(kind, org, number), **owner, **body)

    def lock(self, name):
        """Wrong codes until the fail counter is full."""
        for _ in range(10):
            self.post("/validate/check", **{"serial": name, "pass": "000000"})


def done(what):
    print(f"seed: {what} after {time.monotonic() - STARTED:.1f} s", flush=True)


orgs = people()
server = Server()
for org in orgs:
    server.realm(org)
server.post("/defaultrealm/acme")
done("people and realms")

# As soon as one policy of this kind exists, an administrator whom none names may do nothing: so the one at work comes
# first. Of the rights the switches only: one that takes a value and has none breaks every enrolment.
rights = server.get("/policy/defs/admin")
everything = [right for right in server.rights if rights.get(right, {}).get("type") == "bool"] + ["hotp_2step=allow"]
server.policy("all", scope="admin", adminuser="admin", action=everything)
server.policy("all_super", scope="admin", adminrealm="super", action=everything)
server.policy("helpdesk", scope="admin", adminuser="helpdesk", realm="acme", action=MAY_HELP)
server.policy("auditor", scope="admin", adminuser="auditor", action=["userlist", "tokenlist", "auditlog"])
server.policy("self", scope="user", action=["delete", "disable", "enrollTOTP"])
let_in = ["passthru=userstore", "enroll_via_multichallenge=TOTP"]
server.policy("let_in", scope="authentication", realm="acme", action=let_in)
server.policy("verify", scope="enrollment", realm="acme", user=username(334), action=["verify_enrollment=totp"])
# This kind names people, not administrators: for `admin` it would shorten the sign-in of all. Hence one from a realm.
server.policy("brief", scope="webui", realm="super", user="brief", action=["jwt_validity=3"])
done("policies")

server.load("acme", "TOTP", [number for number in range(346) if number not in (333, 334, 335, 336)])
server.load("acme", "HOTP", [*range(320, 330), 335, 340, 341])
server.load("globex", "TOTP", range(350, 400))
done("tokens by import")

server.enrol("acme", "HOTP", 333, genkey=1, **{"2stepinit": 1})
server.enrol("acme", "TOTP", 334, genkey=1)
server.enrol("acme", "EMAIL", 336, email="user0336@acme.example")
server.post("/token/disable/" + serial("TOTP", "acme", 330))
server.post("/token/disable/" + serial("HOTP", "acme", 340))
server.post("/token/revoke/" + serial("TOTP", "acme", 331))
server.lock(serial("TOTP", "acme", 332))
server.lock(serial("TOTP", "acme", 341))
done("tokens one by one")
