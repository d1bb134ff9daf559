#!/usr/bin/env python3
"""Checks a record that `mfa-admin audit export FILE.jsonl` has written: verify-audit.py FILE.jsonl [HEAD]"""
import hashlib, json, sys

def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()

last, head, seen, unsealed = 0, "0" * 64, set(), ""
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    event = json.loads(line)
    found = event.pop("hash")
    text = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if found is None and event["prev"] is None and not seen:  # older than the chain: their digest is the first `prev`
        unsealed += text + "\n"
        last, head = event["seq"], sha256(unsealed)
        continue
    if (event["seq"], event["prev"], sha256(text)) != (last + 1, head, found):
        sys.exit(f"event {event['seq']} was changed, removed or put in, or the one before it was")
    last, head = event["seq"], found
    seen.add(found)
if len(sys.argv) > 2 and sys.argv[2] not in seen:
    sys.exit("the event of that head is missing")
print(f"{last} events, the last is {head}")
