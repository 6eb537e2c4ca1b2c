"""A gate as a process of its own: it shows each pass at the moment that was agreed upon."""

from __future__ import annotations

import http.client
import json
import sys
import time
import uuid


def main() -> None:
    told = json.load(sys.stdin)
    line = http.client.HTTPConnection("127.0.0.1", told["port"], timeout=60)
    headers = {"Content-Type": "application/json", "Cookie": told["cookie"]}
    verdicts = []
    for number, code in enumerate(told["codes"]):
        time.sleep(max(0.0, told["begins"] + number * told["every_s"] - time.time()))
        body = json.dumps({"scan_id": str(uuid.uuid4()), "code": code})
        line.request("POST", "/api/v1/kiosk/showings", body, headers)
        verdicts.append(json.loads(line.getresponse().read()).get("verdict"))
    print(json.dumps(verdicts))


if __name__ == "__main__":
    main()
